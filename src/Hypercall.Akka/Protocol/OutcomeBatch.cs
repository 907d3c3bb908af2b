using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// The outcomes of one record, as published to subscribers and to the partition's topic, at most once; a batch without
/// outcomes is the heartbeat, sent each second when nothing else is. Its header says what came before it, so that a
/// receiver notices what it missed.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Batch">The outcomes with their place in the stream.</param>
public sealed record OutcomeBatch(string Partition, PublishedBatch Batch) : IHypercallMessage;
