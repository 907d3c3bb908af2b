using Hypercall.Actors.Protocol;

namespace Hypercall.Actors.Engine;

/// <summary>An operator's skip record as Akka persists it: its canonical bytes (SkipRecordCodec), unchecked.</summary>
/// <param name="Bytes">The skip record; nobody writes to it.</param>
public sealed record PersistedSkip(ReadOnlyMemory<byte> Bytes) : IHypercallMessage;
