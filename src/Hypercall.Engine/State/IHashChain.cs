namespace Hypercall.Engine.State;

/// <summary>
/// Computes an engine's hash chain in its place, for a replay in which nobody reads the hash of each single command:
/// H(n) = SHA-256(H(n−1) ‖ content(n)), beginning with the hash that the engine had.
/// </summary>
public interface IHashChain
{
    /// <summary>The hash after everything appended.</summary>
    Hash256 Hash { get; }

    /// <summary>Takes what the next command's hash is over, without the hash before it.</summary>
    /// <param name="content">Encoded envelope and change records; it holds until the call returns.</param>
    void Append(ReadOnlySpan<byte> content);
}
