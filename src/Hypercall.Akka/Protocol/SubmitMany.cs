namespace Hypercall.Actors.Protocol;

/// <summary>
/// Execute commands, in their order. Each is answered as a <see cref="Submit"/> is, under its own token, several at
/// once by <see cref="SubmitAnswers"/>: those of one record in one message. While no engine runs one
/// <see cref="EngineUnavailable"/> answers for all of them.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Token">Given back where no engine runs.</param>
/// <param name="Submitter">Who submits: one submitter holds at most a quarter of the engine's queue.</param>
/// <param name="Items">The commands, 1 to <see cref="Most"/>.</param>
public sealed record SubmitMany(string Partition, long Token, long Submitter, IReadOnlyList<SubmitItem> Items)
    : IPartitionRequest
{
    /// <summary>Most commands of one message.</summary>
    public const int Most = 256;
}
