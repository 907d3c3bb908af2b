namespace Hypercall.Actors.Protocol;

/// <summary>
/// Read where the engine stands. Answered by <see cref="StateAnswer"/>, and only by an owner that has just proven that
/// the journal is still its own.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back in the answer.</param>
/// <param name="Submitter">In whose share of the queue a queued read waits.</param>
/// <param name="Queued">
/// True: behind everything queued, so that it sees all that was acknowledged before. False: at once.
/// </param>
public sealed record QueryState(string Partition, long Token, long Submitter, bool Queued) : IPartitionRequest;
