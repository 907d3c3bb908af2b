namespace Hypercall.Actors.Engine;

/// <summary>
/// One journal record as Akka persists it: its canonical bytes and nothing else, so that the journal's payload column
/// holds what every other host writes too. Its number is Akka's sequence number.
/// </summary>
/// <param name="Bytes">The record (JournalRecordCodec), unchecked; nobody writes to it.</param>
public sealed record PersistedRecord(ReadOnlyMemory<byte> Bytes) : IHypercallMessage;

/// <summary>A snapshot as Akka persists it: its canonical bytes, checked by the sequencer and not before.</summary>
/// <param name="Bytes">The snapshot (SnapshotCodec), unchecked; nobody writes to it.</param>
public sealed record PersistedSnapshot(ReadOnlyMemory<byte> Bytes) : IHypercallMessage;

/// <summary>An operator's skip record as Akka persists it: its canonical bytes (SkipRecordCodec), unchecked.</summary>
/// <param name="Bytes">The skip record; nobody writes to it.</param>
public sealed record PersistedSkip(ReadOnlyMemory<byte> Bytes) : IHypercallMessage;
