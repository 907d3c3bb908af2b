using Akka.Actor;

namespace Hypercall.Actors.Views;

/// <summary>The search has looked at all snapshots that there are.</summary>
/// <param name="Start">The newest sound one, or null: the feed begins with the first command.</param>
internal sealed record FeedStartFound(FeedStart? Start) : INoSerializationVerificationNeeded;
