using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;

namespace Hypercall.Gateway.Reads;

/// <summary>What the replica said, and which sequence that is as of.</summary>
internal sealed record Reading<T>(ReplicaStanding Standing, T Answer)
{
    public long Sequence => Standing.Sequence;
}

/// <summary>
/// Asks this system's engine replica, the follower of the partition. What cannot be answered as asked ends the request:
/// ViewBehind where the sequence did not come in time, ViewRepairing where the replica is not whole, RateLimited where
/// too many reads of the client wait: those that may wait in the follower are for all.
/// </summary>
internal sealed class ReplicaReads(GatewayVenue venue, SequenceClock clock, IHttpContextAccessor request)
{
    /// <summary>How many reads of one client may wait for a sequence.</summary>
    public const int MostWaiting = 64;

    /// <summary>Commands that may come while a read waits: what is further ahead is not waited for.</summary>
    public const long MostAhead = 100_000;

    /// <summary>Longer than a query waits in the follower.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const long RetryAfterMs = 1_000;

    private readonly AddressCounts _waiting = new();

    /// <summary>Asks as of a sequence or a later one, for the client whose request this is.</summary>
    public Task<Reading<T>> AskAsync<T>(EngineQuestion question, long minSequence, CancellationToken cancellation)
        where T : EngineAnswer =>
        AskAsync<T>(venue.View("follower"), question, minSequence, Peer.ReaderOf(request), cancellation);

    /// <summary>As above, what a read asks for.</summary>
    public Task<Reading<T>> AskAsync<T>(EngineQuestion question, ReadQuery query)
        where T : EngineAnswer => AskAsync<T>(
            venue.View("follower"), question, query.MinSequence, Peer.ReaderOf(query.Context), query.Cancellation);

    /// <summary>Waits for the sequence that a read asks for, where its answer is made of something else.</summary>
    public Task ReachAsync(ReadQuery query) => query.MinSequence == 0
        ? Task.CompletedTask
        : AskAsync<RulesAnswer>(EngineQuestion.AboutRules, query);

    /// <summary>Asks another follower.</summary>
    /// <param name="client">Who waits; null: the gateway itself.</param>
    public async Task<Reading<T>> AskAsync<T>(
        ICanTell follower, EngineQuestion question, long minSequence, string? client, CancellationToken cancellation)
        where T : EngineAnswer
    {
        if (client is null || minSequence == 0)
            return await AskAsync<T>(follower, question, minSequence, cancellation);
        try
        {
            return _waiting.Add(client) <= MostWaiting
                ? await AskAsync<T>(follower, question, minSequence, cancellation)
                : throw new RefusedException(GatewayError.RateLimited(
                    $"a client has at most {MostWaiting} reads waiting for a sequence", RetryAfterMs));
        }
        finally
        {
            _waiting.Remove(client);
        }
    }

    private async Task<Reading<T>> AskAsync<T>(
        ICanTell follower, EngineQuestion question, long minSequence, CancellationToken cancellation)
        where T : EngineAnswer
    {
        long awaited = minSequence <= clock.Known + MostAhead ? minSequence : 0;
        var query = new QueryReplica(venue.Partition, 0, awaited, question);
        ReplicaAnswer answer = await follower.TryAskAsync<ReplicaAnswer>(query, Patience, cancellation)
            ?? throw Repairing("the replica of the engine does not answer");
        return answer.Answer is T content && answer.Standing.Sequence >= minSequence
            ? new Reading<T>(answer.Standing, content)
            : throw Refusal(answer.Standing, minSequence);
    }

    /// <summary>The refusal of a read whose source has not got where it should be.</summary>
    public static RefusedException Repairing(string text) =>
        new(GatewayError.Unavailable("ViewRepairing", text, RetryAfterMs));

    private static RefusedException Refusal(ReplicaStanding standing, long minSequence) =>
        standing is { IsWhole: true, State: not FollowerState.Diverged } && standing.Sequence < minSequence
            ? new RefusedException(GatewayError.ViewBehind(
                $"sequence {minSequence} was asked for, this gateway has got to {standing.Sequence}",
                standing.Sequence))
            : Repairing("the replica of the engine has not caught up with the journal");
}
