namespace Hypercall.Engine.State;

/// <summary>
/// Whose request ids are told apart: those of an address (the signer's, else the acting wallet's), else the venue's. A
/// retry that gains or loses its wallet's own signature stays in its scope.
/// </summary>
internal enum RequestScope : byte
{
    Venue = 0,
    Address = 1,
}

/// <summary>A request id inside its scope.</summary>
internal readonly record struct OutcomeKey(UInt128 RequestId, RequestScope Scope, WalletAddress Address)
{
    internal int TableHash =>
        unchecked(SeededHash.Of((ulong)RequestId, (ulong)(RequestId >> 64), (ulong)Address.TableHash));
}

/// <summary>A remembered outcome (engine.md §4).</summary>
internal struct OutcomeEntry
{
    /// <summary>Value of <see cref="Status"/> when the command had no OrderUpdated.</summary>
    public const byte NoStatus = byte.MaxValue;

    public OutcomeKey Key;
    public long Sequence;
    public long TimestampMs;
    public Rejection Rejection;

    /// <summary>Order id, or 0.</summary>
    public long OrderId;

    /// <summary>Status in the command's last OrderUpdated.</summary>
    public byte Status;

    /// <summary>Filled size in the command's last OrderUpdated.</summary>
    public long FilledUnits;

    /// <summary>A bulk's results, else null.</summary>
    public RememberedResult[]? Results;

    /// <summary>First 128 bits of the SHA-256 of the encoded command.</summary>
    public UInt128 CommandDigest;
}
