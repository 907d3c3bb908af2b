using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Protocol;

/// <summary>A part of the answer to <see cref="RequestRange"/>.</summary>
/// <param name="Token">The request's token.</param>
/// <param name="Batch">Outcomes, following those of the part before.</param>
public sealed record RangeBatch(long Token, PublishedBatch Batch) : IHypercallMessage;
