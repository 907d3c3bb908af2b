namespace Hypercall.Actors.Protocol;

/// <summary>
/// Everything that <see cref="Serialization.HypercallSerializer"/> encodes: messages between actor systems, journal
/// records and snapshots. The serializer is bound to this interface; all implementations are immutable.
/// </summary>
public interface IHypercallMessage;
