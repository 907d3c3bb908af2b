using System.Net;
using Akka.Actor;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Protocol;
using Hypercall.Engine.State;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Reads;
using Microsoft.AspNetCore.Http;

namespace Hypercall.Gateway.Tests;

/// <summary>What a read that wants a later sequence has wait, and for how many that may be.</summary>
public sealed class ReplicaReadTests : IAsyncLifetime
{
    private const long Known = 10 * ReplicaReads.MostAhead;

    private readonly TaskCompletionSource _allWait = new();
    private ActorSystem _system = null!;
    private ReplicaReads _replica = null!;

    public Task InitializeAsync()
    {
        _system = HubSystem.Begin("replica-reads");
        TaskCompletionSource allWait = _allWait;
        HubSystem.BeginViews(
            _system, Props.Empty, follower: Props.Create(() => new FollowerStub(ReplicaReads.MostWaiting, allWait)));
        var clock = new SequenceClock();
        clock.Hear(Known);
        _replica = NewReads(clock);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    [Theory]
    [InlineData(Known + ReplicaReads.MostAhead + 1)]
    [InlineData(long.MaxValue)]
    public async Task A_sequence_that_cannot_come_in_time_is_not_waited_for(long minSequence)
    {
        RefusedException behind = await Assert.ThrowsAsync<RefusedException>(
            () => AskAsync("192.0.2.1", minSequence, CancellationToken.None));

        Assert.Equal(("ViewBehind", Known), (behind.Error.Code, behind.Error.Sequence));
    }

    /// <summary>As where a gateway has just begun, and its replica knows more than it has heard of.</summary>
    [Fact]
    public async Task What_the_replica_has_reached_is_answered_whatever_the_gateway_has_heard_of()
    {
        Reading<RulesAnswer> read = await NewReads(new SequenceClock()).AskAsync<RulesAnswer>(
            EngineQuestion.AboutRules, Known, CancellationToken.None);

        Assert.Equal(Known, read.Sequence);
    }

    [Fact]
    public async Task A_client_has_so_many_reads_waiting_and_leaves_the_others_their_own()
    {
        using var leaving = new CancellationTokenSource();
        Task[] waiting =
        [
            .. Enumerable.Range(0, ReplicaReads.MostWaiting).Select(
                _ => AskAsync("192.0.2.1", Known + ReplicaReads.MostAhead, leaving.Token)),
        ];
        await _allWait.Task;

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => AskAsync("192.0.2.1", 1, CancellationToken.None));

        Assert.Equal("RateLimited", refused.Error.Code);
        await AskAsync("192.0.2.1", 0, CancellationToken.None);
        await AskAsync("192.0.2.2", 1, CancellationToken.None);
        await leaving.CancelAsync();
        foreach (Task read in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        await AskAsync("192.0.2.1", 1, CancellationToken.None);
    }

    private ReplicaReads NewReads(SequenceClock clock) =>
        new(GatewayVenue.Of(_system, HubSystem.Partition), clock, new HttpContextAccessor());

    private async Task AskAsync(string address, long minSequence, CancellationToken cancellation)
    {
        var context = new DefaultHttpContext { RequestAborted = cancellation };
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.QueryString = new QueryString($"?min_sequence={minSequence}");
        await _replica.AskAsync<RulesAnswer>(EngineQuestion.AboutRules, new ReadQuery(context));
    }

    /// <summary>Stands at a sequence, and lets wait who wants a later one.</summary>
    private sealed class FollowerStub(int most, TaskCompletionSource allWait) : UntypedActor
    {
        private int _waiting;

        protected override void OnReceive(object message)
        {
            var query = (QueryReplica)message;
            if (query.MinSequence <= Known)
                Sender.Tell(new ReplicaAnswer(
                    HubSystem.Partition, query.Token,
                    new ReplicaStanding(FollowerState.Following, true, Known, 1, default),
                    new RulesAnswer(GatewayVenueFixture.Rules)));
            else if (++_waiting == most)
                allWait.TrySetResult();
        }
    }
}
