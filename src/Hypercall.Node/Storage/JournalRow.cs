namespace Hypercall.Node.Storage;

/// <summary>A row of a journal.</summary>
/// <param name="Number">Record number, dense from 1.</param>
/// <param name="Bytes">The record; where a cursor hands it out it holds until the cursor moves on.</param>
public readonly record struct JournalRow(long Number, ReadOnlyMemory<byte> Bytes);
