namespace Hypercall.Engine.State;

/// <summary>How an engine runs; nothing here changes what it decides.</summary>
/// <param name="Hashing">
/// False leaves <see cref="Events.ApplyOutput.Hash"/> at zero: for measurements only, such an engine proves nothing.
/// </param>
public sealed record EngineOptions(bool Hashing = true)
{
    public static EngineOptions Default { get; } = new();

    /// <summary>Makes the hash function of an engine's chain and digests of requests.</summary>
    public Func<ISha256> Sha256 { get; init; } = RuntimeSha256.Create;
}
