namespace Hypercall.Engine.Domain;

/// <summary>
/// What an engine needs of a hash function: SHA-256, by whatever the host has that is fast. Any two give the same
/// bytes. Used by one thread at a time.
/// </summary>
public interface ISha256
{
    /// <summary>SHA-256 of <paramref name="content"/>.</summary>
    Hash256 Compute(ReadOnlySpan<byte> content);
}
