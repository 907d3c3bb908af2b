using Hypercall.Actors.Protocol;

namespace Hypercall.Actors.Engine;

/// <summary>
/// One journal record as Akka persists it: its canonical bytes and nothing else, so that the journal's payload column
/// holds what every other host writes too. Its number is Akka's sequence number.
/// </summary>
/// <param name="Bytes">The record (JournalRecordCodec), unchecked; nobody writes to it.</param>
public sealed record PersistedRecord(ReadOnlyMemory<byte> Bytes) : IHypercallMessage;
