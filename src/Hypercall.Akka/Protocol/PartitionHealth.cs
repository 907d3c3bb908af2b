using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Protocol;

/// <summary>A partition's health at one moment.</summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">The query's token.</param>
/// <param name="State">Where its owner is in its life.</param>
/// <param name="Epoch">Epoch of the engine that started last here, 0 before any.</param>
/// <param name="Sequence">Last sequence published here, or that recovery reached.</param>
/// <param name="Starts">Engines started here so far.</param>
/// <param name="Stop">Why the last engine stopped; null while none has.</param>
/// <param name="Warnings">What the owner went on after, the latest last, at most <see cref="MostWarnings"/>.</param>
/// <param name="SinceMs">Since when it has been in this state, ms since the epoch by its owner's clock.</param>
public sealed record PartitionHealth(
    string Partition,
    long Token,
    PartitionState State,
    long Epoch,
    long Sequence,
    int Starts,
    StopNotice? Stop,
    IReadOnlyList<string> Warnings,
    long SinceMs) : IHypercallMessage
{
    /// <summary>Most warnings kept.</summary>
    public const int MostWarnings = 32;
}
