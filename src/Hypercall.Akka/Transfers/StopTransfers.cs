namespace Hypercall.Actors.Transfers;

/// <summary>
/// The desks' own stop message (hand-over, shutdown): let a write in flight end, tell who waits to ask again, stop. A
/// step that is under way is made again elsewhere, under the same ids. Never a PoisonPill, which does not wait for a
/// write. Stays within one actor system.
/// </summary>
public sealed class StopTransfers : INoSerializationVerificationNeeded;
