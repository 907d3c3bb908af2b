using Akka.Actor;
using Akka.TestKit;
using Hypercall.Actors.Client;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Faults;
using Hypercall.Actors.Tests.Support;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Engine;

/// <summary>What is submitted together travels together, and so do the answers of a record.</summary>
public sealed class ClientBatchTests : FaultTestKit
{
    private const int MaxBatch = 16;
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sends nothing twice, however long a busy machine holds an answer up.</summary>
    private static readonly EngineClientOptions Patient = new() { AskTimeout = Patience };

    /// <summary>Long enough to be answered by an actor that is there.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Requests_that_gather_leave_as_one_message_in_their_order()
    {
        const int requests = 300;
        TestProbe sent = CreateTestProbe();
        var gate = new Gate(((IInternalActorRef)sent.Ref).Provider, StartReady(), sent);
        var client = new EngineClient(gate, Partition, Patient);

        Task<SubmissionResult> first = client.SubmitAsync(CoreRun.Request(Flow, 0));
        gate.AwaitFirst();
        Task<SubmissionResult>[] rest =
            [.. Enumerable.Range(1, requests - 1).Select(index => client.SubmitAsync(CoreRun.Request(Flow, index)))];
        gate.Open();
        SubmissionResult[] results = await Task.WhenAll([first, .. rest]);

        Assert.Equal(
            Enumerable.Range(1, requests).Select(sequence => (long)sequence),
            results.Select(result => result.Outcome!.Sequence));
        Assert.Equal(1L, sent.ExpectMsg<Submit>().Token);
        Assert.Equal(SubmitMany.Most, sent.ExpectMsg<SubmitMany>().Items.Count);
        Assert.Equal(requests - 1 - SubmitMany.Most, sent.ExpectMsg<SubmitMany>().Items.Count);
        sent.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Commands_of_one_message_fill_records_and_the_answers_of_one_come_as_one_message()
    {
        const int commands = 2 * MaxBatch;
        IActorRef partition = StartReady();
        TestProbe probe = CreateTestProbe();

        partition.Tell(Many(commands), probe);

        for (int record = 0; record < 2; record++)
        {
            SubmitAnswers answers = probe.ExpectMsg<SubmitAnswers>(Patience);
            Assert.Equal(
                Enumerable.Range(record * MaxBatch, MaxBatch).Select(token => (long)token),
                answers.Answers.Select(answer => answer.Token));
            Assert.All(answers.Answers, answer => Assert.Equal(SubmissionStatus.Executed, answer.Status));
        }
    }

    [Fact]
    public void Answers_beyond_a_frame_come_in_several_messages()
    {
        const int most = 1_500;
        const int commands = 1 + 4 * MaxBatch;
        IActorRef partition = StartReady(Settings with { MaxMessageBytes = most });
        TestProbe probe = CreateTestProbe();

        partition.Tell(Many(commands), probe);

        var tokens = new List<long>();
        int messages = 0;
        for (; tokens.Count < commands; messages++)
        {
            SubmitAnswer[] answers = probe.ReceiveOne(Patience) switch
            {
                SubmitAnswers many => [.. many.Answers],
                var one => [(SubmitAnswer)one],
            };
            Assert.InRange(answers.Sum(answer => answer.Outcome.Length), 1, most);
            tokens.AddRange(answers.Select(answer => answer.Token));
        }

        Assert.Equal(Enumerable.Range(0, commands).Select(token => (long)token), tokens);
        Assert.InRange(messages, 6, commands - 1);
    }

    [Fact]
    public void What_the_queue_has_no_room_for_is_refused_in_one_message()
    {
        Store.BeforeWrite = number => number > 2 ? _goOn.Task : Task.CompletedTask;
        IActorRef partition = StartReady(Settings with
        {
            Sequencer = Settings.Sequencer with { QueueCapacity = 100 },
        });
        TestProbe probe = CreateTestProbe();

        partition.Tell(Many(60), probe);

        SubmitAnswers refused = probe.ExpectMsg<SubmitAnswers>(Patience);
        Assert.Equal(35, refused.Answers.Count);
        Assert.All(refused.Answers, answer => Assert.Equal(SubmissionStatus.EngineBusy, answer.Status));
        _goOn.SetResult();
    }

    [Fact]
    public async Task A_message_that_no_engine_takes_is_refused_for_all_of_its_requests()
    {
        const int requests = 20;
        TestProbe target = CreateTestProbe();
        var gate = new Gate(((IInternalActorRef)target.Ref).Provider, target, ActorRefs.Nobody);
        var client = new EngineClient(gate, "north", Patient);

        Task<SubmissionResult> first = client.SubmitAsync(CoreRun.Request(Flow, 0));
        gate.AwaitFirst();
        Task<SubmissionResult>[] rest =
            [.. Enumerable.Range(1, requests - 1).Select(index => client.SubmitAsync(CoreRun.Request(Flow, index)))];
        gate.Open();
        target.Reply(EngineUnavailable.NoSuchPartition("north", target.ExpectMsg<Submit>().Token));
        ActorPath inbox = target.LastSender.Path;
        SubmitMany many = target.ExpectMsg<SubmitMany>();
        Assert.Equal(SubmissionStatus.NoSuchPartition, (await first).Status);
        Assert.DoesNotContain(rest, task => task.IsCompleted);
        target.Reply(EngineUnavailable.NoSuchPartition("north", many.Token));

        Assert.All(
            await Task.WhenAll(rest), result => Assert.Equal(SubmissionStatus.NoSuchPartition, result.Status));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection(inbox).ResolveOne(Gone));
    }

    private SubmitMany Many(int commands) => new(
        Partition,
        0,
        7,
        [.. Enumerable.Range(0, commands).Select(index => new SubmitItem(index, CoreRun.Encoded(Flow, index)))]);

    /// <summary>Passes messages on, and a copy to a probe; holds the first one up until it is opened.</summary>
    private sealed class Gate(IActorRefProvider provider, IActorRef target, IActorRef copies) : MinimalActorRef
    {
        private readonly ManualResetEventSlim _arrived = new();
        private readonly ManualResetEventSlim _open = new();

        public override ActorPath Path { get; } = provider.TempPath();

        public override IActorRefProvider Provider => provider;

        public void AwaitFirst() => Assert.True(_arrived.Wait(Patience));

        public void Open() => _open.Set();

        protected override void TellInternal(object message, IActorRef sender)
        {
            _arrived.Set();
            _open.Wait(Patience);
            target.Tell(message, sender);
            copies.Tell(message, sender);
        }
    }
}
