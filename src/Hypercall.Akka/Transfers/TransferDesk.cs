using Hypercall.Engine.Commands;

namespace Hypercall.Actors.Transfers;

/// <summary>
/// The saga that moves cash from one partition to another (architecture.md §Sharding): withdrawal number N, then
/// deposit number N, each tried until it is answered; resumed on recovery where it was. A step counts as made only
/// where it was accepted, or is the repetition of one that was (risk.md §A1). A refused withdrawal ends the transfer
/// and moves nothing; any other answer leaves it stuck until an operator ends it.
/// </summary>
/// <remarks>
/// <para>
/// One transfer at a time, in the order of their numbers, because a partition takes a source's numbers only rising. A
/// partition answers a source's last number, sent again with the same command, with what became of it, so that a step
/// is safe to repeat without end.
/// </para>
/// <para>
/// There should be one desk per pair of partitions and direction, and a <see cref="Clustering.HypercallCluster"/> runs
/// it so. Where there are two for a while (a cut-off node that does not know it yet, or one that is slow to let go), no
/// cash moves twice or gets lost: a step is made only once the event that asks for it is stored, and the journal takes
/// each of a desk's event numbers once. Both make the same steps, or one fails at its next event, stops, and reads what
/// the other wrote; and the same step made twice is one step.
/// </para>
/// </remarks>
public sealed class TransferDesk : ReceivePersistentActor, IWithTimers
{
    private const string NoSnapshots = "akka.persistence.no-snapshot-store";

    /// <summary>Stuck transfers from which on the desk takes no more.</summary>
    private const int MostStuck = 1_000;

    /// <summary>
    /// Ended transfers that are remembered, so that a repeated request is answered. One that comes later gets a new
    /// number: then the partitions know its id, as long as they do, and it is stuck.
    /// </summary>
    private const int EndedKept = 10_000;

    private readonly TransferDeskSettings _settings;
    private readonly IActorRef _owner;
    private readonly string _source;
    private readonly Dictionary<RequestId, Transfer> _transfers = [];
    private readonly Queue<Transfer> _open = new();
    private readonly SortedDictionary<long, Transfer> _stuck = [];
    private readonly Queue<RequestId> _ended = new();
    private readonly CancellationTokenSource _end = new();
    private long _lastNumber;
    private bool _underWay;

    private TransferDesk(TransferDeskSettings settings, IActorRef owner)
    {
        (_settings, _owner) = (settings, owner);
        _source = SourceOf(settings);
        JournalPluginId = settings.JournalPluginId;
        SnapshotPluginId = NoSnapshots;
        Recover<TransferRequested>(requested => Begin(requested));
        Recover<TransferAdvanced>(Advance);
        Recover<RecoveryCompleted>(_ =>
        {
            owner.Tell(new DeskRecovered(settings.From, settings.To));
            Continue();
        });
        RecoverAny(row => throw new UnknownEventException(PersistenceId, LastSequenceNr, row));
        Command<TransferCash>(Take);
        Command<QueryTransfers>(_ => Sender.Tell(new DeskAnswer([.. _stuck.Values.Select(Told)])));
        Command<EndTransfer>(End);
        Command<StepAnswered>(Take);
        Command<RetryDue>(_ => Continue());
        Command<Status.Failure>(TakeFailure);
        Command<StopTransfers>(_ => Stop());
    }

    public override string PersistenceId => _settings.PersistenceId;

    private long NowMs => _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public override Akka.Persistence.Recovery Recovery => new(SnapshotSelectionCriteria.None);

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    /// <exception cref="ArgumentException">Both partitions are the same.</exception>
    public static Props Props(TransferDeskSettings settings) => Props(settings, ActorRefs.Nobody);

    /// <summary>How to make one for an owner.</summary>
    /// <param name="owner">Is told <see cref="DeskRecovered"/> and <see cref="DeskFailed"/>.</param>
    internal static Props Props(TransferDeskSettings settings, IActorRef owner) => settings.From == settings.To
        ? throw new ArgumentException("cash moves between two partitions", nameof(settings))
        : Akka.Actor.Props.CreateBy(new Maker<TransferDesk>(() => new TransferDesk(settings, owner)));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistFailure(cause, @event, sequenceNr);
        TellFailure(JournalFailures.OfDeskWrite(cause), cause);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        base.OnRecoveryFailure(reason, message);
        TellFailure(JournalFailures.OfRecovery(reason), reason);
    }

    protected override void PostStop()
    {
        _end.Cancel();
        _end.Dispose();
        base.PostStop();
    }

    private void Take(TransferCash transfer)
    {
        if (transfer.From != _settings.From || transfer.To != _settings.To)
        {
            Refuse(transfer.From, transfer.Token, $"this desk moves cash from '{_settings.From}' to '{_settings.To}'");
            return;
        }

        if (_transfers.TryGetValue(transfer.Id, out Transfer? known))
        {
            Await(known, Sender, transfer.Token);
            return;
        }

        if (_stuck.Count >= MostStuck)
        {
            Refuse(transfer.From, transfer.Token, $"{_stuck.Count} transfers are stuck: an operator has to end some");
            return;
        }

        if (transfer.Amount.Units <= 0 || transfer.Amount.Units > CommandLimits.MaxCashUnits)
        {
            Sender.Tell(new TransferStatus(
                transfer.Token,
                transfer.Id,
                0,
                TransferState.Refused,
                RejectCode.InvalidAmount,
                transfer.Wallet,
                transfer.Amount));
            return;
        }

        IActorRef sender = Sender;
        Persist(
            new TransferRequested(_lastNumber + 1, transfer.Id, transfer.Wallet, transfer.Amount, NowMs),
            requested =>
            {
                Await(Begin(requested), sender, transfer.Token);
                Continue();
            });
    }

    private void Refuse(string from, long token, string why) =>
        Sender.Tell(EngineUnavailable.ForGood(from, token, why));

    private static void Await(Transfer transfer, IActorRef sender, long token)
    {
        if (transfer.IsUnderWay)
            transfer.Waiting.Add((sender, token));
        else
            sender.Tell(transfer.StatusFor(token));
    }

    private StuckTransfer Told(Transfer transfer) => transfer.Stuck(_settings.From, _settings.To);

    /// <summary>An operator's word on a stuck transfer; what it says is not checked against the partitions. One that
    /// is over as it says gets the same answer: who asks again may not have heard the first.</summary>
    private void End(EndTransfer end)
    {
        if (!_transfers.TryGetValue(end.Id, out Transfer? transfer) || !_stuck.ContainsKey(transfer.Number))
        {
            if (transfer?.State == end.As)
            {
                Sender.Tell(transfer.StatusFor(end.Token));
                return;
            }

            string pair = $"'{_settings.From}' and '{_settings.To}'";
            Refuse(end.From, end.Token, $"no transfer of this id is stuck between {pair}");
            return;
        }

        IActorRef sender = Sender;
        Log.Warning("{0}: transfer {1} is ended by hand, {2}: {3}", PersistenceId, transfer.Number, end.As, end.Reason);
        Persist(new TransferAdvanced(transfer.Number, end.As, RejectCode.None, NowMs), advanced =>
        {
            Advance(advanced);
            sender.Tell(transfer.StatusFor(end.Token));
        });
    }

    private Transfer Begin(TransferRequested requested)
    {
        var transfer = new Transfer(requested);
        _lastNumber = requested.Number;
        _transfers.Add(requested.Id, transfer);
        _open.Enqueue(transfer);
        return transfer;
    }

    /// <summary>Makes the step that is due; at most one is under way.</summary>
    private void Continue()
    {
        if (_underWay || !_open.TryPeek(out Transfer? transfer))
            return;
        _underWay = true;
        string partition = transfer.State == TransferState.Withdrawing ? _settings.From : _settings.To;
        _settings.Client(partition)
            .SubmitAsync(transfer.Step(_source), _end.Token)
            .PipeTo(Self, success: result => new StepAnswered(result));
    }

    private void Take(StepAnswered answered)
    {
        _underWay = false;
        Transfer transfer = _open.Peek();
        switch (answered.Result.Outcome?.Rejection.Code)
        {
            case null:
                RetryLater();
                break;
            case RejectCode.None:
                Record(transfer, transfer.State + 1, RejectCode.None);
                break;
            case RejectCode.OutcomeForgotten when !transfer.WithoutRequestId:
                transfer.WithoutRequestId = true;
                Continue();
                break;
            case { } code when transfer.State == TransferState.Withdrawing && Refuses(code):
                Record(transfer, TransferState.Refused, code);
                break;
            case { } code:
                Log.Error("{0}: transfer {1} is stuck, {2}: {3}", PersistenceId, transfer.Number, transfer.State, code);
                Record(transfer, TransferState.Stuck, code);
                break;
        }
    }

    /// <summary>Whether a withdrawal that spent its number says by a code that it moved nothing.</summary>
    private static bool Refuses(RejectCode code) => code is RejectCode.InvalidAmount or RejectCode.LiquidationRestricted
        or RejectCode.SettlementPending or RejectCode.InsufficientBalance or RejectCode.MissingMark
        or RejectCode.InsufficientMargin;

    private void Record(Transfer transfer, TransferState state, RejectCode code) =>
        Persist(new TransferAdvanced(transfer.Number, state, code, NowMs), advanced =>
        {
            Advance(advanced);
            Continue();
        });

    private void Advance(TransferAdvanced advanced)
    {
        if (_stuck.Remove(advanced.Number, out Transfer? ended))
        {
            ended.Advance(advanced);
            Forget(ended);
            return;
        }

        if (!_open.TryPeek(out Transfer? transfer) || transfer.Number != advanced.Number)
            throw new UnknownEventException(PersistenceId, LastSequenceNr, $"{advanced}, which is not under way");
        transfer.Advance(advanced);
        if (transfer.IsUnderWay)
            return;
        _open.Dequeue();
        foreach ((IActorRef asker, long token) in transfer.Waiting)
            asker.Tell(transfer.StatusFor(token));
        transfer.Waiting.Clear();
        if (transfer.State == TransferState.Stuck)
            _stuck.Add(transfer.Number, transfer);
        else
            Forget(transfer);
    }

    /// <summary>Keeps an ended transfer for a while, to answer who asks again.</summary>
    private void Forget(Transfer transfer)
    {
        _ended.Enqueue(transfer.Id);
        if (_ended.Count > EndedKept)
            _transfers.Remove(_ended.Dequeue());
    }

    /// <summary>Under which name both partitions number the desk's transfers: unlike any other desk's, of 32 bytes at
    /// most.</summary>
    private static string SourceOf(TransferDeskSettings settings)
    {
        const int hexDigits = 24;
        byte[] names = System.Text.Encoding.UTF8.GetBytes(settings.PersistenceId);
        return "desk-" + Hash256.Compute(names).ToString()[..hexDigits];
    }

    /// <summary>Nothing is being written now, or this message would still wait.</summary>
    private void Stop()
    {
        foreach ((IActorRef asker, long token) in _open.SelectMany(transfer => transfer.Waiting))
            asker.Tell(EngineUnavailable.ForNow(_settings.From, token, "the transfer desk moves to another node"));
        Context.Stop(Self);
    }

    private void TellFailure(StopReason reason, Exception cause) =>
        _owner.Tell(new DeskFailed(_settings.From, _settings.To, reason, JournalFailures.Describe(cause)));

    private void TakeFailure(Status.Failure failure)
    {
        _underWay = false;
        Log.Warning(failure.Cause, "{0}: a step could not be submitted", PersistenceId);
        RetryLater();
    }

    private void RetryLater() =>
        Timers.StartSingleTimer(nameof(RetryDue), new RetryDue(), _settings.RetryDelay);

    /// <summary>What a desk tells of itself within its node.</summary>
    /// <param name="Stuck">Its stuck transfers, by number.</param>
    internal sealed record DeskAnswer(IReadOnlyList<StuckTransfer> Stuck) : INoSerializationVerificationNeeded;

    /// <summary>To a desk's owner: it has read its journal.</summary>
    internal sealed record DeskRecovered(string From, string To) : INoSerializationVerificationNeeded;

    /// <summary>To a desk's owner: it could not use its journal, and stops.</summary>
    internal sealed record DeskFailed(string From, string To, StopReason Reason, string Detail)
        : INoSerializationVerificationNeeded;

    private sealed record StepAnswered(SubmissionResult Result) : INoSerializationVerificationNeeded;

    private sealed class RetryDue : INoSerializationVerificationNeeded;
}
