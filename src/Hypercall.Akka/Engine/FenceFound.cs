using Akka.Actor;

namespace Hypercall.Actors.Engine;

/// <summary>A <see cref="FenceFinder"/>'s answer.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Host">Its host; null: its fence is not in the journal, as where it was archived.</param>
internal sealed record FenceFound(long Epoch, string? Host) : INoSerializationVerificationNeeded;
