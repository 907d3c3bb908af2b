namespace Hypercall.Verification.Storage;

/// <summary>A row of a journal.</summary>
/// <param name="Number">Record number, dense from 1.</param>
/// <param name="Bytes">The record.</param>
public readonly record struct JournalRow(long Number, ReadOnlyMemory<byte> Bytes);
