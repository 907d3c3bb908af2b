using Hypercall.Actors.Protocol;

namespace Hypercall.Actors.Engine;

/// <summary>A snapshot as Akka persists it: its canonical bytes, checked by the sequencer and not before.</summary>
/// <param name="Bytes">The snapshot (SnapshotCodec), unchecked; nobody writes to it.</param>
public sealed record PersistedSnapshot(ReadOnlyMemory<byte> Bytes) : IHypercallMessage;
