using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Support;

/// <summary>An actor system with Hypercall in it, and shorthands to run partitions.</summary>
public abstract class EngineTestKit : TestKit
{
    protected const string Partition = "main";
    private const int Window = 512;
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestDatabase? _database;

    /// <summary>A system that keeps its journal in a database.</summary>
    private protected EngineTestKit(TestDatabase database, string more = "")
        : this(database.Settings(more)) => _database = database;

    private protected EngineTestKit(Config config)
        : this(config, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)))
    {
    }

    private protected EngineTestKit(Config config, ActorSystemSetup setup)
        : base(setup)
    {
        Settings = HypercallSystem.Prepare(Sys).For(Partition);
    }

    private protected PartitionSettings Settings { get; }

    /// <summary>Where the journal is kept, of a test that names a database.</summary>
    private protected TestDatabase Database => _database ?? throw new InvalidOperationException("it has none");

    /// <summary>
    /// Settings of an owner that does not look whose the journal is: one that does might see it before it writes.
    /// </summary>
    private protected PartitionSettings DoesNotLook => Settings with
    {
        Sequencer = Settings.Sequencer with { OwnerCheckIntervalMs = 3_600_000 },
    };

    /// <summary>Settings of an engine that cannot apply a command.</summary>
    private protected PartitionSettings Poisoned(long sequence) => Settings with
    {
        Sequencer = Settings.Sequencer with
        {
            BeforeApply = applied =>
            {
                if (applied == sequence)
                    throw new DivideByZeroException("made by the test");
            },
        },
    };

    /// <summary>Waits for the system's end, so that a test may take its files away.</summary>
    protected override void AfterAll()
    {
        Shutdown(Patience);
        base.AfterAll();
        _database?.Dispose();
    }

    private protected CommandFlow Flow { get; } = new(seed: 1);

    /// <summary>A partition's actor on the test's settings, or on changed ones.</summary>
    private protected IActorRef StartPartition(PartitionSettings? settings = null) =>
        Sys.ActorOf(PartitionActor.Props(settings ?? Settings));

    /// <summary>As above, once it takes commands.</summary>
    private protected IActorRef StartReady(PartitionSettings? settings = null)
    {
        IActorRef partition = StartPartition(settings);
        AwaitState(partition, PartitionState.Ready);
        return partition;
    }

    /// <summary>Waits until the partition is in a state.</summary>
    private protected PartitionHealth AwaitState(IActorRef partition, PartitionState state) =>
        AwaitHealth(partition, health => health.State == state);

    /// <summary>Waits until the partition's health is as wanted.</summary>
    private protected PartitionHealth AwaitHealth(IActorRef partition, Func<PartitionHealth, bool> condition)
    {
        PartitionHealth? last = null;
        AwaitAssert(
            () =>
            {
                last = Health(partition);
                Assert.True(condition(last), $"{last} {string.Join("; ", last.Warnings)}");
            },
            Patience,
            TimeSpan.FromMilliseconds(20));
        return last!;
    }

    private protected PartitionHealth Health(IActorRef partition)
    {
        TestProbe probe = CreateTestProbe();
        partition.Tell(new QueryHealth(Partition, 1), probe);
        return probe.ExpectMsg<PartitionHealth>(Patience);
    }

    private protected StateSummary State(IActorRef partition)
    {
        TestProbe probe = CreateTestProbe();
        partition.Tell(new QueryState(Partition, 1, 9, Queued: true), probe);
        StateAnswer answer = probe.ExpectMsg<StateAnswer>(Patience);
        Assert.Equal(SubmissionStatus.Executed, answer.Status);
        return answer.State!;
    }

    /// <summary>Submits one command of the flow; the answer, or what else came, goes to a receiver.</summary>
    private protected void Submit(IActorRef partition, int index, IActorRef receiver, long submitter = 0) =>
        partition.Tell(new Submit(Partition, index, submitter, CoreRun.Encoded(Flow, index)), receiver);

    /// <summary>Submits a range of the flow, a bounded number in flight; the answers by index.</summary>
    private protected SubmitAnswer[] Feed(IActorRef partition, int from, int to) => Feed(
        partition, [.. Enumerable.Range(from, to - from).Select(index => CoreRun.Request(Flow, index))]);

    /// <summary>Submits requests, a bounded number in flight; the answers in their order.</summary>
    private protected SubmitAnswer[] Feed(IActorRef partition, IReadOnlyList<ClientRequest> requests) =>
        FeedAsync(partition, requests).GetAwaiter().GetResult();

    private async Task<SubmitAnswer[]> FeedAsync(IActorRef partition, IReadOnlyList<ClientRequest> requests)
    {
        var collector = new AnswerCollector(Sys);
        for (int index = 0; index < requests.Count; index++)
        {
            if (index - collector.Count >= Window)
                await collector.Until(index - Window / 2);
            partition.Tell(new Submit(Partition, index, 0, EncodedRequest.Of(requests[index])), collector.Ref);
        }

        var answers = new SubmitAnswer[requests.Count];
        foreach (SubmitAnswer answer in await collector.Answers(requests.Count))
        {
            Assert.Null(answers[answer.Token]);
            answers[answer.Token] = answer;
        }

        return answers;
    }

    /// <summary>Drains a partition and waits for its end.</summary>
    private protected void Drain(IActorRef partition)
    {
        Watch(partition);
        partition.Tell(new StopEngine());
        ExpectTerminated(partition, Patience);
    }

    /// <summary>Ends an actor, of whichever system, as a process ends that is killed: nothing more is written.</summary>
    private protected void End(IActorRef actor)
    {
        Watch(actor);
        ((IInternalActorRef)actor).Stop();
        ExpectTerminated(actor, Patience);
    }
}
