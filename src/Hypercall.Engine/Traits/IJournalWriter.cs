namespace Hypercall.Engine.Traits;

/// <summary>The write-ahead journal.</summary>
public interface IJournalWriter
{
    /// <summary>
    /// Writes one encoded record. Returns when it is durable; throws when that is not known, and then the caller must
    /// not advance any state. Numbers are dense and rise by one.
    /// </summary>
    /// <param name="recordNumber">The record's number.</param>
    void Write(long recordNumber, ReadOnlySpan<byte> record);
}
