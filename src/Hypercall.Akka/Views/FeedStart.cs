using Hypercall.Engine.State;

namespace Hypercall.Actors.Views;

/// <summary>Where a feed begins, found by <see cref="FeedStartSearch"/>.</summary>
/// <param name="Epoch">Epoch of the owner that took the snapshot.</param>
/// <param name="State">The engine's state in it.</param>
/// <param name="Listing">What was listed then.</param>
internal sealed record FeedStart(
    long Epoch, EngineView State, IReadOnlyList<KeyValuePair<string, InstrumentStatus>> Listing)
    : INoSerializationVerificationNeeded;

/// <summary>The search has looked at all snapshots that there are.</summary>
/// <param name="Start">The newest sound one, or null: the feed begins with the first command.</param>
internal sealed record FeedStartFound(FeedStart? Start) : INoSerializationVerificationNeeded;
