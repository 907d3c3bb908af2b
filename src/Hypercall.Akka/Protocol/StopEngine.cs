namespace Hypercall.Actors.Protocol;

/// <summary>
/// The partition's own stop message (hand-off, shutdown): take nothing more, answer what is queued, seal, snapshot,
/// stop. Never a PoisonPill, which would overtake what is queued. Stays within one actor system.
/// </summary>
public sealed class StopEngine : INoSerializationVerificationNeeded;
