namespace Hypercall.Verification.Storage;

/// <summary>A row of a journal.</summary>
/// <param name="Number">Record number, dense from 1.</param>
public readonly record struct JournalRow(long Number, ReadOnlyMemory<byte> Bytes);
