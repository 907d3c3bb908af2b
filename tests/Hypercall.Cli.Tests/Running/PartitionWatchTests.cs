using Akka.Actor;
using Hypercall.Actors.Protocol;
using Hypercall.Cli.Output;
using Hypercall.Cli.Running;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Tests.Running;

/// <summary>A watch goes on whatever becomes of what it asks for.</summary>
public sealed class PartitionWatchTests : IAsyncLifetime
{
    private const string Partition = "main";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system = ActorSystem.Create("watch", "akka.loglevel = OFF");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task What_an_owner_refuses_to_give_is_asked_for_again_and_late_answers_are_no_others()
    {
        using Inbox owner = Inbox.Create(_system);
        var display = new PassedOver();
        IActorRef watch = _system.ActorOf(
            PartitionWatch.Props(owner.Receiver, Partition, display, 1, new TaskCompletionSource()));
        await NextAsync<Subscribe>(owner);
        watch.Tell(new Subscribed(Partition, 0, 1, 0));
        watch.Tell(Heartbeat(1));
        RequestRange asked = await NextAsync<RequestRange>(owner);

        watch.Tell(new EngineUnavailable(Partition, asked.Token, PartitionState.Ready, 100, "asked too much"));
        Assert.Equal(asked, await NextAsync<RequestRange>(owner));

        watch.Tell(new RangeUnavailable(asked.Token));
        Assert.Equal((1, 1), await display.Next.WaitAsync(Patience));
        watch.Tell(Heartbeat(3));
        RequestRange next = await NextAsync<RequestRange>(owner);
        Assert.Equal((2, 3), (next.FirstSequence, next.LastSequence));

        // Asked twice, refused twice.
        watch.Tell(new RangeUnavailable(asked.Token));
        Assert.Equal(next, await NextAsync<RequestRange>(owner));
    }

    private static OutcomeBatch Heartbeat(long last) => new(
        Partition, PublishedBatch.FromOutcomes(new BatchHeader(1, last + 1, 0, last, default), default, []));

    /// <summary>Subscriptions are made anew while nothing else comes.</summary>
    private static async Task<T> NextAsync<T>(Inbox owner)
    {
        for (int subscribed = 0; subscribed < 5; subscribed++)
        {
            object message = await owner.ReceiveAsync(Patience);
            if (message is T wanted)
                return wanted;
            Assert.IsType<Subscribe>(message);
        }

        throw new TimeoutException($"no {typeof(T).Name}, only subscriptions");
    }

    private sealed class PassedOver : IWatchDisplay
    {
        private readonly TaskCompletionSource<(long First, long Last)> _next =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<(long First, long Last)> Next => _next.Task;

        public bool NeedsHistory => false;

        public int Take(ApplyOutput outcome) => 0;

        public int Show(long sequence) => 0;

        void IWatchDisplay.PassedOver(long first, long last) => _next.TrySetResult((first, last));
    }
}
