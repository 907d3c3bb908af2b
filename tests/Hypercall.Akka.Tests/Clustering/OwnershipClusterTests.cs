using Akka;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Configuration;
using Akka.Hosting;
using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Hypercall.Actors.Tests.Clustering;

/// <summary>
/// Who may own a partition in a cluster: nodes in one process over real TCP, on rows that they share, each with its own
/// way to them and its own clock.
/// </summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class OwnershipClusterTests : IAsyncLifetime
{
    private const string Partition = "main";
    private const long MinuteMs = 60_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly RowStore _rows = new();
    private readonly List<Node> _nodes = [];
    private UInt128 _lastRequest;

    private sealed record Node(ActorSystem System, HypercallCluster Cluster, RowStore Rows, OffsetClock Clock)
    {
        public Address Address => AkkaCluster.Get(System).SelfAddress;
    }

    private sealed class OffsetClock(ITimeProvider time)
    {
        private long _offsetMs;

        public long OffsetMs
        {
            get => Interlocked.Read(ref _offsetMs);
            set => Interlocked.Exchange(ref _offsetMs, value);
        }

        public HostTime Now => time.Read() with { WallMs = time.Read().WallMs + OffsetMs };
    }

    /// <summary>Hears which node is to be passed over.</summary>
    private sealed class ReleaseListener : UntypedActor
    {
        private readonly TaskCompletionSource<string> _node;

        public ReleaseListener(TaskCompletionSource<string> node)
        {
            _node = node;
            DistributedPubSub.Get(Context.System).Mediator.Tell(
                new Akka.Cluster.Tools.PublishSubscribe.Subscribe(MemberWitness.Topic, Self));
        }

        protected override void OnReceive(object message)
        {
            if (message is ReleasePartition { Partition: Partition } release)
                _node.TrySetResult(release.Node);
        }
    }

    [Theory]
    [InlineData(StopReason.WriteFailed)]
    [InlineData(StopReason.JournalUnreadable)]
    public async Task An_owner_without_its_database_lets_go_and_another_node_serves(StopReason reason)
    {
        Node first = await StartAsync();
        await StartAsync(first);
        PartitionOwner before = await AwaitOwnerAsync(first, _ => true);
        Assert.Equal(first.Address, before.Address);
        await ExecuteAsync(first);

        first.Rows.BeforeWrite = _ => throw new IOException("no way to the database");
        if (reason == StopReason.JournalUnreadable)
            first.Rows.BeforeRead = _ => throw new IOException("no way to the database");

        await ExecuteAsync(_nodes[1]);
        PartitionOwner after = await AwaitOwnerAsync(_nodes[1], owner => owner.Address != first.Address);
        Assert.Equal(_nodes[1].Address, after.Address);
    }

    /// <summary>What a cut does that loses everything and ends no connection.</summary>
    [Fact]
    public async Task An_owner_whose_journal_is_silent_lets_go_once_and_for_all_in_less_than_twice_its_patience()
    {
        const int mostMs = 20_000;
        Node first = await StartAsync();
        Node second = await StartAsync(first);
        await AwaitOwnerAsync(first, _ => true);
        await AwaitMembersAsync(second, 2);
        await ExecuteAsync(first);
        var never = new TaskCompletionSource();
        first.Rows.BeforeWrite = _ => never.Task;
        first.Rows.BeforeRead = _ => never.Task;
        long start = Environment.TickCount64;

        await ExecuteAsync(second);

        Assert.InRange(Environment.TickCount64 - start, 0, mostMs);
        Assert.Equal(second.Address, (await AwaitOwnerAsync(second, _ => true)).Address);
        never.SetResult();
    }

    [Fact]
    public async Task Where_no_other_engine_is_up_the_owner_keeps_what_it_has_and_tries_on()
    {
        Node only = await StartAsync();
        await AwaitOwnerAsync(only, _ => true);
        int left = 4;
        only.Rows.BeforeWrite = _ => Interlocked.Decrement(ref left) >= 0
            ? throw new IOException("no way to the database")
            : Task.CompletedTask;

        await ExecuteAsync(only);

        Assert.Equal(only.Address, (await AwaitOwnerAsync(only, _ => true)).Address);
    }

    [Fact]
    public async Task An_owner_whose_clock_the_others_contradict_lets_go_and_its_times_lock_nobody_out()
    {
        Node wrong = await StartAsync(offsetMs: 5 * MinuteMs);
        await AwaitOwnerAsync(wrong, _ => true);
        ApplyOutput stamped = await ExecuteAsync(wrong);
        await StartAsync(wrong);
        await StartAsync(wrong);

        await AwaitOwnerAsync(_nodes[1], owner => owner.Address != wrong.Address);

        ApplyOutput next = await ExecuteAsync(_nodes[1]);
        Assert.True(next.TimestampMs >= stamped.TimestampMs);
        Assert.True(next.TimestampMs <= stamped.TimestampMs + MinuteMs);
    }

    /// <summary>So does a gateway: when it closes the sockets that it guards it cancels their orders.</summary>
    [Fact]
    public async Task What_ends_before_the_node_says_its_last_to_the_engine()
    {
        const int wanted = 50;
        Node node = await StartAsync();
        await AwaitOwnerAsync(node, _ => true);
        IActorRef entry = ActorRegistry.For(node.System).Get<VenueEntry>();
        int taken = 0;
        CoordinatedShutdown.Get(node.System).AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
            "says its last",
            async () =>
            {
                for (; taken < wanted; taken++)
                    await ExecuteAsync(entry, patienceMs: 1_000);
                return Done.Instance;
            });

        await CoordinatedShutdown.Get(node.System).Run(CoordinatedShutdown.ClrExitReason.Instance);

        Assert.Equal(wanted, taken);
    }

    [Fact]
    public async Task A_node_whose_clock_differs_does_not_fence()
    {
        Node first = await StartAsync();
        await AwaitOwnerAsync(first, _ => true);
        Node wrong = await StartAsync(first, offsetMs: -2_000);
        Node right = await StartAsync(first);
        await AwaitMembersAsync(right, 3);

        await CoordinatedShutdown.Get(first.System).Run(CoordinatedShutdown.ClrExitReason.Instance);

        // Two clocks against each other say nothing; the third one does.
        await StartAsync(right);
        PartitionOwner owner = await AwaitOwnerAsync(right, _ => true);
        Assert.NotEqual(wrong.Address, owner.Address);
    }

    [Fact]
    public async Task A_node_whose_clock_differs_is_passed_over_before_it_has_tried()
    {
        Node first = await StartAsync();
        await AwaitOwnerAsync(first, _ => true);
        Node right = await StartAsync(first);
        await StartAsync(first);
        await AwaitMembersAsync(right, 3);
        var passedOver = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        right.System.ActorOf(Props.Create(() => new ReleaseListener(passedOver)));

        Node wrong = await StartAsync(first, offsetMs: 24 * 60 * MinuteMs);

        Assert.Equal(wrong.Address.ToString(), await passedOver.Task.WaitAsync(Patience));
        await CoordinatedShutdown.Get(first.System).Run(CoordinatedShutdown.ClrExitReason.Instance);

        Assert.NotEqual(wrong.Address, (await AwaitOwnerAsync(right, _ => true)).Address);
    }

    /// <summary>
    /// The first seed begins a cluster of its own where it reaches no other one, as when it is started anew while it is
    /// cut off. Its venue has gone on without it.
    /// </summary>
    [Fact]
    public async Task A_first_seed_that_began_alone_joins_anew_once_it_hears_of_its_venue()
    {
        int[] ports = NodeFleet.FreePorts(2);
        string seeds = string.Join(", ", ports.Select(port => $"\"akka.tcp://hypercall@127.0.0.1:{port}\""));
        Node alone = await StartAsync(
            more: $"akka.remote.dot-netty.tcp.port = {ports[0]}\nakka.cluster.seed-nodes = [{seeds}]");
        await AwaitOwnerAsync(alone, _ => true);

        Node venue = await StartAsync(takesOver: true, more: $"akka.remote.dot-netty.tcp.port = {ports[1]}");

        Assert.Equal(2, (await AwaitOwnerAsync(venue, _ => true)).Epoch);
        await alone.System.WhenTerminated.WaitAsync(Patience);
        await ExecuteAsync(venue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_forgotten_seed_steals_no_venue_and_an_operator_may_say_so(bool snapshotHidesTheFence)
    {
        Node venue = await StartAsync();
        await AwaitOwnerAsync(venue, _ => true);
        await ExecuteAsync(venue);
        if (snapshotHidesTheFence)
        {
            SnapshotTaken taken = await venue.Cluster.Region.Ask<SnapshotTaken>(
                new TakeSnapshot(Partition, 1), Patience);
            Assert.Null(taken.Error);
        }

        Node stray = await StartAsync();
        PartitionHealth refused = await AwaitHealthAsync(stray, health => health.State == PartitionState.Down);

        Assert.Equal(StopReason.ForeignOwner, refused.Stop!.Reason);
        Assert.Contains("lives and is no member; --take-over", refused.Stop.Detail, StringComparison.Ordinal);
        await ExecuteAsync(venue);
        Assert.Equal(1, (await AwaitOwnerAsync(venue, _ => true)).Epoch);

        Node taker = await StartAsync(takesOver: true);
        Assert.Equal(2, (await AwaitOwnerAsync(taker, _ => true)).Epoch);
        PartitionHealth fenced = await AwaitHealthAsync(venue, health => health.State == PartitionState.Unavailable);
        Assert.Equal(StopReason.Fenced, fenced.Stop!.Reason);
        Assert.Contains($"@{taker.Address.Host}:{taker.Address.Port}", fenced.Stop.Detail, StringComparison.Ordinal);
        await ExecuteAsync(taker);
        Assert.Equal(2, (await AwaitOwnerAsync(taker, _ => true)).Epoch);
    }

    /// <summary>A word that was given before the loss, and has met an owner that was ready, does not cover it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_journal_below_what_members_have_seen_is_refused(bool acceptedLossBefore)
    {
        Node first = await StartAsync();
        await AwaitOwnerAsync(first, _ => true);
        Node heir = await StartAsync(first, acceptsLoss: acceptedLossBefore);
        await AwaitMembersAsync(heir, 2);
        for (int i = 0; i < 5; i++)
            await ExecuteAsync(first);
        await AwaitMarkAsync(heir, 5);
        heir.Rows.BeforeRead = _ =>
        {
            heir.Rows.BeforeRead = _ => Task.CompletedTask;
            foreach (long number in _rows.Records("engine-" + Partition).Keys.Where(number => number > 4).Reverse())
                _rows.ChangeRecord("engine-" + Partition, number, _ => null);
            return Task.CompletedTask;
        };

        await CoordinatedShutdown.Get(first.System).Run(CoordinatedShutdown.ClrExitReason.Instance);

        PartitionHealth health = await AwaitHealthAsync(
            heir, now => now.State is PartitionState.Down or PartitionState.Ready);
        Assert.Equal((PartitionState.Down, StopReason.JournalRewritten), (health.State, health.Stop?.Reason));
    }

    /// <summary>Whoever joins later has seen what was lost, and would refuse the journal when its turn comes.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_loss_is_told_again_to_a_node_that_joins_later_where_it_was_accepted(bool isAccepted)
    {
        using var directory = new TemporaryDirectory();
        int[] ports = NodeFleet.FreePorts(2);
        string[] settings =
        [
            .. ports.Select(port =>
                $"akka.remote.dot-netty.tcp.port = {port}\nhypercall.cluster.memory-folder = \"{directory.Path}\""),
        ];
        var lost = KeyValuePair.Create(Partition, new JournalMark(7, 1_000, Hash256.Compute([1])));
        foreach (int port in ports.Skip(isAccepted ? 0 : 1))
            JournalMemory.In(directory.Path, port).Write([lost]);
        Node owner = await StartAsync(acceptsLoss: isAccepted, more: settings[0]);
        await AwaitOwnerAsync(owner, _ => true);
        await ExecuteAsync(owner);

        Node late = await StartAsync(owner, more: settings[1]);
        await AwaitMembersAsync(late, 2);
        if (isAccepted)
            await AwaitSeenAsync(late, seen => seen is { Epoch: 1, Sequence: < 1_000 });
        await CoordinatedShutdown.Get(owner.System).Run(CoordinatedShutdown.ClrExitReason.Instance);

        PartitionHealth health = await AwaitHealthAsync(
            late, now => now.State is PartitionState.Down or PartitionState.Ready);
        Assert.Equal(isAccepted ? PartitionState.Ready : PartitionState.Down, health.State);
        if (!isAccepted)
            Assert.Equal(StopReason.JournalRewritten, health.Stop!.Reason);
    }

    [Fact]
    public async Task A_venue_of_which_every_node_was_started_anew_refuses_a_lost_journal_until_that_is_accepted()
    {
        using var directory = new TemporaryDirectory();
        int port = NodeFleet.FreePorts(1)[0];
        string settings =
            $"""
            akka.remote.dot-netty.tcp.port = {port}
            hypercall.cluster.memory-folder = "{directory.Path}"
            """;
        Node first = await StartAsync(more: settings);
        await AwaitOwnerAsync(first, _ => true);
        for (int i = 0; i < 5; i++)
            await ExecuteAsync(first);
        await AwaitMarkAsync(first, 5);
        await first.System.Terminate().WaitAsync(Patience);
        foreach (long number in _rows.Records("engine-" + Partition).Keys.Where(number => number > 4).Reverse())
            _rows.ChangeRecord("engine-" + Partition, number, _ => null);

        Node second = await StartAsync(more: settings);

        PartitionHealth health = await AwaitHealthAsync(
            second, now => now.State is PartitionState.Down or PartitionState.Ready);
        Assert.Equal((PartitionState.Down, StopReason.JournalRewritten), (health.State, health.Stop!.Reason));
        await second.System.Terminate().WaitAsync(Patience);

        Node third = await StartAsync(acceptsLoss: true, more: settings);

        health = await AwaitHealthAsync(third, now => now.State is PartitionState.Down or PartitionState.Ready);
        Assert.Equal(PartitionState.Ready, health.State);
        Assert.Contains("a loss was accepted", string.Join('\n', health.Warnings), StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (Node node in _nodes)
            await node.System.Terminate().WaitAsync(Patience);
    }

    private async Task<Node> StartAsync(
        Node? seed = null, long offsetMs = 0, bool takesOver = false, bool acceptsLoss = false, string more = "")
    {
        Config config = TestConfig.Memory(
            FaultTestKit.Plugins + "\n"
            + $"""
            hypercall.roles = ["engine"]
            akka.cluster.roles = ["engine"]
            hypercall.engine.time-source = clock
            hypercall.ownership.take-over = {(takesOver ? "on" : "off")}
            hypercall.ownership.accept-loss = {(acceptsLoss ? "on" : "off")}
            hypercall.cluster.clock-check-interval = 200ms
            {more}
            """);
        var rows = new RowStore(_rows);
        ActorSystem system = ActorSystem.Create("hypercall", BootstrapSetup.Create().WithConfig(config).And(rows));
        var clock = new OffsetClock(system.Scheduler) { OffsetMs = offsetMs };
        ClusterSettings settings = ClusterSettings.Read(config);
        Func<string, PartitionSettings> partitions = settings.PartitionSettings;
        HypercallCluster cluster = await HypercallCluster.StartAsync(system, settings with
        {
            PartitionSettings = partition => partitions(partition) with { Clock = () => clock.Now },
        });
        var node = new Node(system, cluster, rows, clock);
        AkkaCluster.Get(system).Join(seed?.Address ?? node.Address);
        _nodes.Add(node);
        return node;
    }

    private Task<ApplyOutput> ExecuteAsync(Node node) => ExecuteAsync(node.Cluster.Region, patienceMs: 90_000);

    private async Task<ApplyOutput> ExecuteAsync(IActorRef way, long patienceMs)
    {
        var client = new EngineClient(
            way,
            Partition,
            new EngineClientOptions
            {
                AskTimeout = TimeSpan.FromSeconds(2),
                Retry = new RetryOptions(PatienceMs: patienceMs, LongestDelayMs: 500),
            });
        var request = new ClientRequest(new Tick(), new RequestId(++_lastRequest));
        SubmissionResult result = await client.SubmitAsync(request);
        Assert.Equal(SubmissionStatus.Executed, result.Status);
        return result.Outcome!;
    }

    private static Task AwaitMembersAsync(Node node, int count) => Eventually.HoldsAsync(Patience, () =>
        Task.FromResult(AkkaCluster.Get(node.System).State.Members.Count(
            member => member.Status == Akka.Cluster.MemberStatus.Up) == count));

    private static Task AwaitMarkAsync(Node node, long sequence) =>
        AwaitSeenAsync(node, seen => seen?.Sequence >= sequence);

    private static Task AwaitSeenAsync(Node node, Func<JournalMark?, bool> wanted) =>
        Eventually.HoldsAsync(Patience, async () =>
        {
            ActorSelection witness = node.System.ActorSelection(MemberWitness.Path);
            var query = new QueryWitness(Partition, 1, 0, "test", "");
            return wanted((await witness.Ask<WitnessAnswer>(query, Patience)).Seen);
        });

    private static async Task<PartitionOwner> AwaitOwnerAsync(Node node, Func<PartitionOwner, bool> wanted)
    {
        PartitionOwner? owner = null;
        await Eventually.HoldsAsync(Patience, async () =>
        {
            owner = await OwnerProbe.AskAsync(node.System, node.Cluster.Region, Partition);
            return owner is not null && wanted(owner);
        });
        return owner!;
    }

    private static async Task<PartitionHealth> AwaitHealthAsync(Node node, Func<PartitionHealth, bool> wanted)
    {
        PartitionHealth? health = null;
        await Eventually.HoldsAsync(Patience, async () =>
        {
            health = await node.Cluster.Region.Ask<PartitionHealth>(new QueryHealth(Partition, 1), Patience);
            return wanted(health);
        });
        return health!;
    }
}
