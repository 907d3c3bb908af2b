using Akka.Actor;
using Hypercall.Actors.Client;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Transfers;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Tests.Transfers;

/// <summary>Cash between two partitions: moved once whatever gets lost, not at all where it may not leave.</summary>
public sealed class TransferDeskTests : EngineTestKit
{
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(7);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly RequestId Id = new(4_711);
    private const long Token = 12;
    private const string OlderCopy = "akka.persistence.journal.older-copy";
    private readonly ScriptedClient _from;
    private readonly ScriptedClient _to;
    private readonly TransferDeskSettings _settings;
    private int _number;

    public TransferDeskTests()
        : base(TestConfig.Memory(
            $$"""
            hypercall.engine.time-source = clock
            {{OlderCopy}} { class = "Akka.Persistence.Journal.MemoryJournal, Akka.Persistence" }
            """))
    {
        _from = new ScriptedClient(ClientOf("east"));
        _to = new ScriptedClient(ClientOf("west"));
        _settings = new TransferDeskSettings
        {
            From = "east",
            To = "west",
            Client = partition => partition == "east" ? _from : _to,
            JournalPluginId = "akka.persistence.journal.inmem",
            RetryDelay = TimeSpan.FromMilliseconds(20),
        };
    }

    [Fact]
    public async Task Cash_should_leave_one_partition_and_enter_the_other()
    {
        await DepositAsync(_from, 100);

        TransferStatus status = await TransferAsync(StartDesk(), 60);

        Assert.Equal(Status(TransferState.Completed, RejectCode.None), status);
        await AssertHoldsAsync(_from, 40);
        await AssertHoldsAsync(_to, 60);
    }

    [Fact]
    public async Task A_refused_withdrawal_should_end_it_without_a_deposit()
    {
        await DepositAsync(_from, 50);

        TransferStatus status = await TransferAsync(StartDesk(), 60);

        Assert.Equal(Status(TransferState.Refused, RejectCode.InsufficientBalance), status);
        Assert.Empty(_to.Requests);
        await AssertHoldsAsync(_from, 50);
    }

    [Fact]
    public async Task Lost_answers_should_move_nothing_twice_and_be_asked_for_with_the_same_request()
    {
        await DepositAsync(_from, 100);
        int before = _from.Requests.Count;
        (_from.AnswersToLose, _to.AnswersToLose) = (2, 3);

        TransferStatus status = await TransferAsync(StartDesk(), 60);

        Assert.Equal(TransferState.Completed, status.State);
        Assert.Equal(3, _from.Requests.Count - before);
        Assert.Single(_from.Requests.Skip(before).Distinct());
        Assert.Equal(4, _to.Requests.Count);
        Assert.Single(_to.Requests.Distinct());
        await AssertHoldsAsync(_from, 40);
        await AssertHoldsAsync(_to, 60);
    }

    [Fact]
    public async Task A_desk_that_ends_between_the_steps_should_go_on_after_its_start()
    {
        await DepositAsync(_from, 100);
        _to.IsOut = true;
        IActorRef first = StartDesk();
        first.Tell(Request(Cash.FromUsdc(60)));
        AwaitAssert(() => Assert.NotEmpty(_to.Requests), Longest);
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first, Longest);
        _to.IsOut = false;

        IActorRef second = StartDesk();
        TransferStatus status = await TransferAsync(second, 60);
        TransferStatus again = await TransferAsync(second, 60);

        Assert.Equal(TransferState.Completed, status.State);
        Assert.Equal(status, again);
        Assert.Single(_to.Requests.Distinct());
        await AssertHoldsAsync(_from, 40);
        await AssertHoldsAsync(_to, 60);
    }

    [Fact]
    public async Task A_desk_that_is_restored_from_before_its_steps_should_move_nothing_again()
    {
        await DepositAsync(_from, 100);
        TransferStatus first = await TransferAsync(StartDesk(), 60);

        IActorRef restored = Sys.ActorOf(TransferDesk.Props(_settings with { JournalPluginId = OlderCopy }));
        TransferStatus again = await TransferAsync(restored, 60);

        Assert.Equal(TransferState.Completed, first.State);
        Assert.Equal(first, again);
        await AssertHoldsAsync(_from, 40);
        await AssertHoldsAsync(_to, 60);
    }

    [Fact]
    public async Task An_amount_that_no_partition_could_read_should_be_refused_at_once()
    {
        TransferStatus status = await StartDesk().Ask<TransferStatus>(
            Request(new Cash(Int128.MaxValue)), Longest);

        Assert.Equal(TransferState.Refused, status.State);
        Assert.Empty(_from.Requests);
    }

    [Fact]
    public async Task A_forgotten_step_should_be_made_under_its_number_alone()
    {
        await DepositAsync(_from, 100);
        int before = _from.Requests.Count;
        (_from.OutcomesToForget, _to.OutcomesToForget) = (1, 1);

        TransferStatus status = await TransferAsync(StartDesk(), 60);

        Assert.Equal(TransferState.Completed, status.State);
        Assert.Equal([Id, (RequestId?)null], _from.Requests.Skip(before).Select(request => request.RequestId));
        Assert.Equal([Id, (RequestId?)null], _to.Requests.Select(request => request.RequestId));
        await AssertHoldsAsync(_from, 40);
        await AssertHoldsAsync(_to, 60);
    }

    [Theory]
    [InlineData(TransferState.Withdrawing)]
    [InlineData(TransferState.Depositing)]
    public async Task A_step_whose_id_is_known_of_an_earlier_number_should_not_be_made_again(TransferState step)
    {
        await DepositAsync(_from, step == TransferState.Withdrawing ? 160 : 100);
        if (step == TransferState.Withdrawing)
            await MakeAsync(_from, new CashWithdrawalUpdate(Wallet, Cash.FromUsdc(60), "desk", 1));
        await MakeAsync(_to, new DepositUpdate(Wallet, Cash.FromUsdc(60), "desk", 1));
        IActorRef desk = StartDesk();

        TransferStatus status = await TransferAsync(desk, 60);

        Assert.Equal((TransferState.Stuck, RejectCode.RequestIdReused), (status.State, status.Code));
        var shown = await desk.Ask<TransferDesk.DeskAnswer>(new QueryTransfers(0), Longest);
        Assert.Equal(step, Assert.Single(shown.Stuck).Step);
        await AssertHoldsAsync(_from, step == TransferState.Withdrawing ? 100 : 40);
        await AssertHoldsAsync(_to, 60);

        static async Task MakeAsync(IEngineClient client, EngineCommand command) =>
            Assert.True((await client.SubmitAsync(new ClientRequest(command, Id))).Outcome!.Accepted);
    }

    [Fact]
    public async Task A_number_that_somebody_else_has_used_should_not_count_as_a_step()
    {
        await DepositAsync(_from, 100);
        IActorRef desk = StartDesk();
        await TransferAsync(desk, 60);
        string source = ((DepositUpdate)_to.Requests[0].Command).Source!;
        SubmissionResult spent = await _from.SubmitAsync(new ClientRequest(
            new CashWithdrawalUpdate(Wallet, Cash.FromUsdc(1), source, 2)));
        Assert.True(spent.Outcome!.Accepted);

        TransferStatus status = await desk.Ask<TransferStatus>(
            Request(Cash.FromUsdc(20)) with { Id = new RequestId(2) }, Longest);

        Assert.Equal((TransferState.Stuck, RejectCode.TransferNumberUsed), (status.State, status.Code));
        await AssertHoldsAsync(_from, 39);
        await AssertHoldsAsync(_to, 60);
    }

    [Fact]
    public async Task A_stuck_transfer_should_be_shown_hold_up_no_other_and_end_by_an_operators_word()
    {
        await DepositAsync(_from, 100);
        _to.NextAnswer = RejectCode.TooManySources;
        IActorRef desk = StartDesk();

        TransferStatus stuck = await TransferAsync(desk, 60);
        TransferStatus next = await desk.Ask<TransferStatus>(
            Request(Cash.FromUsdc(20)) with { Id = new RequestId(2) }, Longest);
        TransferDesk.DeskAnswer shown = await desk.Ask<TransferDesk.DeskAnswer>(new QueryTransfers(0), Longest);

        Assert.Equal((TransferState.Stuck, RejectCode.TooManySources), (stuck.State, stuck.Code));
        Assert.Equal(TransferState.Completed, next.State);
        Assert.Equal(
            new StuckTransfer(
                "east", "west", Id, 1, TransferState.Depositing, RejectCode.TooManySources, Wallet,
                Cash.FromUsdc(60)),
            Assert.Single(shown.Stuck));

        Watch(desk);
        Sys.Stop(desk);
        ExpectTerminated(desk, Longest);
        IActorRef again = StartDesk();
        var end = new EndTransfer("east", "west", Token, Id, TransferState.Completed, "paid by hand");
        TransferStatus ended = await again.Ask<TransferStatus>(end, Longest);
        TransferStatus twice = await again.Ask<TransferStatus>(end, Longest);
        EngineUnavailable otherwise = await again.Ask<EngineUnavailable>(
            end with { As = TransferState.Refused }, Longest);

        Assert.Equal((TransferState.Completed, RejectCode.None), (ended.State, ended.Code));
        Assert.Equal(ended, twice);
        Assert.Equal(PartitionState.Down, otherwise.State);
        Assert.Empty((await again.Ask<TransferDesk.DeskAnswer>(new QueryTransfers(0), Longest)).Stuck);
        Assert.Equal(2, _to.Requests.Count);
        await AssertHoldsAsync(_from, 20);
        await AssertHoldsAsync(_to, 20);
    }

    [Fact]
    public async Task A_stopped_desk_should_tell_who_waits_to_ask_again()
    {
        await DepositAsync(_from, 100);
        _from.IsOut = true;
        int before = _from.Requests.Count;
        IActorRef desk = StartDesk();
        desk.Tell(Request(Cash.FromUsdc(60)), TestActor);
        AwaitAssert(() => Assert.True(_from.Requests.Count > before), Longest);
        Watch(desk);

        desk.Tell(new StopTransfers());

        EngineUnavailable answer = ExpectMsg<EngineUnavailable>(Longest);
        Assert.Equal(("east", Token, PartitionState.Stopping), (answer.Partition, answer.Token, answer.State));
        ExpectTerminated(desk, Longest);
    }

    [Fact]
    public async Task A_desk_should_refuse_what_another_one_moves()
    {
        EngineUnavailable answer = await StartDesk().Ask<EngineUnavailable>(
            Request(Cash.FromUsdc(60)) with { To = "north" }, Longest);

        Assert.Equal((Token, PartitionState.Down), (answer.Token, answer.State));
    }

    [Fact]
    public void Names_with_hyphens_should_not_share_a_desks_journal() => Assert.NotEqual(
        (_settings with { From = "a", To = "b-c" }).PersistenceId,
        (_settings with { From = "a-b", To = "c" }).PersistenceId);

    private IActorRef StartDesk() => Sys.ActorOf(TransferDesk.Props(_settings));

    private static Task<TransferStatus> TransferAsync(IActorRef desk, long usdc) =>
        desk.Ask<TransferStatus>(Request(Cash.FromUsdc(usdc)), Longest);

    private static TransferCash Request(Cash amount) => new("east", "west", Token, Id, Wallet, amount);

    private static TransferStatus Status(TransferState state, RejectCode code) =>
        new(Token, Id, 1, state, code, Wallet, Cash.FromUsdc(60));

    private EngineClient ClientOf(string partition)
    {
        PartitionSettings settings = Settings with { Sequencer = Settings.Sequencer with { EngineId = partition } };
        return new EngineClient(StartPartition(settings), partition, new EngineClientOptions
        {
            Retry = new RetryOptions(PatienceMs: 600_000),
        });
    }

    private async Task DepositAsync(IEngineClient client, long usdc)
    {
        SubmissionResult result = await client.SubmitAsync(
            new ClientRequest(new DepositUpdate(Wallet, Cash.FromUsdc(usdc), "bank", ++_number)));
        Assert.True(result.Outcome!.Accepted);
    }

    /// <summary>All of it can be withdrawn, and then not a cent more.</summary>
    private async Task AssertHoldsAsync(IEngineClient client, long usdc)
    {
        Assert.True((await WithdrawAsync(client, Cash.FromUsdc(usdc))).Accepted);
        Assert.False((await WithdrawAsync(client, new Cash(1))).Accepted);
    }

    private async Task<ApplyOutput> WithdrawAsync(IEngineClient client, Cash amount)
    {
        SubmissionResult result = await client.SubmitAsync(
            new ClientRequest(new CashWithdrawalUpdate(Wallet, amount, "bank", ++_number)));
        return result.Outcome!;
    }
}
