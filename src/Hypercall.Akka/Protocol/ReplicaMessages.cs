using Hypercall.Actors.Follower;
using Hypercall.Engine.State;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// To a follower: what does its engine say? Answered by <see cref="ReplicaAnswer"/>, at once or when its engine has
/// applied what the sender wants to see, within <see cref="FollowerSettings.LongestWait"/>.
/// </summary>
/// <param name="MinSequence">The least sequence that the answer is to be as of; 0: whatever there is.</param>
public sealed record QueryReplica(string Partition, long Token, long MinSequence, EngineQuestion Question)
    : IHypercallMessage, IRecordShape<QueryReplica>
{
    static QueryReplica IRecordShape<QueryReplica>.Blank { get; } = new("", 0, 0, EngineQuestion.Blank);

    static QueryReplica IRecordShape<QueryReplica>.Walk<V>(ref V v, in QueryReplica m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        Field.Number(ref v, "least sequence", m.MinSequence),
        v.Part<EngineQuestion, EngineQuestion>("question", m.Question));
}

/// <summary>Answer to <see cref="QueryReplica"/>.</summary>
/// <param name="Standing">Where the replica stands; the answer is as of its sequence.</param>
/// <param name="Answer">The answer; null where the replica did not get there in time, or is none.</param>
public sealed record ReplicaAnswer(string Partition, long Token, ReplicaStanding Standing, EngineAnswer? Answer)
    : IHypercallMessage, IRecordShape<ReplicaAnswer>
{
    static ReplicaAnswer IRecordShape<ReplicaAnswer>.Blank { get; } = new("", 0, ReplicaStanding.Blank, null);

    static ReplicaAnswer IRecordShape<ReplicaAnswer>.Walk<V>(ref V v, in ReplicaAnswer m) => new(
        Field.Id(ref v, "partition", m.Partition),
        v.Int64("token", m.Token),
        ReplicaStanding.Walk(ref v, m.Standing),
        v.Has("answer", m.Answer is not null)
            ? v.Part<EngineAnswer, EngineAnswer>("answer", m.Answer ?? EngineAnswer.Blank)
            : null);
}

/// <summary>Where a follower's engine stands.</summary>
/// <param name="State">How the follower stands to its journal.</param>
/// <param name="IsWhole">True once it has reached the journal's end; false: what it says may be long past.</param>
/// <param name="Sequence">Last command applied.</param>
/// <param name="TimestampMs">Its time, ms since the epoch.</param>
/// <param name="Hash">State hash after it.</param>
public sealed record ReplicaStanding(
    FollowerState State, bool IsWhole, long Sequence, long TimestampMs, Hash256 Hash) : IRecordShape<ReplicaStanding>
{
    public static ReplicaStanding Blank { get; } = new(FollowerState.CatchingUp, false, 0, 0, default);

    public static ReplicaStanding Walk<V>(ref V v, in ReplicaStanding m)
        where V : struct, IByteFields, allows ref struct => new(
            (FollowerState)v.Tag("follower state", (byte)m.State, (byte)FollowerState.Unread),
            v.Boolean("whole", m.IsWhole),
            Field.Number(ref v, "sequence", m.Sequence),
            Field.Number(ref v, "timestamp", m.TimestampMs),
            v.Hash("hash", m.Hash));
}
