using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using Hypercall.Akka.Engine;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Sequencer.Client;

namespace Hypercall.Akka.Transfers;

/// <summary>
/// The saga that moves cash from one partition to another (design.md, Sharding): withdrawal number N, then deposit
/// number N, each tried until its outcome is known, the deposit until it is accepted; resumed on recovery where it
/// was. A refused withdrawal ends it and moves nothing.
/// </summary>
/// <remarks>
/// One transfer at a time, in the order of their numbers, because a partition takes a source's numbers only rising.
/// So a number that a partition says is used can only be this transfer's: the step was made by an earlier try. That
/// is also what keeps a step from being made twice when its outcome has been forgotten. There must be one desk per
/// pair of partitions: run it as a cluster singleton, under a BackoffSupervisor, since a failed write stops it; a
/// second one fails at its next event, as the journal takes a number once.
/// </remarks>
public sealed class TransferDesk : UntypedPersistentActor, IWithTimers
{
    private readonly TransferDeskSettings _settings;
    private readonly string _source;
    private readonly Dictionary<RequestId, Transfer> _transfers = [];
    private readonly Queue<Transfer> _open = new();
    private readonly Queue<RequestId> _ended = new();
    private long _lastNumber;
    private bool _underWay;

    private TransferDesk(TransferDeskSettings settings)
    {
        _settings = settings;
        _source = SourceOf(settings);
        JournalPluginId = settings.JournalPluginId;
    }

    /// <inheritdoc/>
    public override string PersistenceId => _settings.PersistenceId;

    /// <inheritdoc/>
    public override global::Akka.Persistence.Recovery Recovery => new(SnapshotSelectionCriteria.None);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    /// <param name="settings">How it runs.</param>
    /// <exception cref="ArgumentException">Both partitions are the same.</exception>
    public static Props Props(TransferDeskSettings settings) => settings.From == settings.To
        ? throw new ArgumentException("cash moves between two partitions", nameof(settings))
        : global::Akka.Actor.Props.CreateBy(new Producer(settings));

    /// <inheritdoc/>
    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case TransferRequested requested:
                Begin(requested);
                break;
            case TransferAdvanced advanced:
                Advance(advanced);
                break;
            case RecoveryCompleted:
                Continue();
                break;
            default:
                throw new UnknownEventException(PersistenceId, LastSequenceNr, message);
        }
    }

    /// <inheritdoc/>
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case TransferCash transfer:
                Take(transfer);
                break;
            case StepAnswered answered:
                _underWay = false;
                Take(answered.Result);
                break;
            case RetryDue:
                Continue();
                break;
            case Status.Failure failure:
                _underWay = false;
                Log.Warning(failure.Cause, "{0}: a step could not be submitted", PersistenceId);
                RetryLater();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(TransferCash transfer)
    {
        if (_transfers.TryGetValue(transfer.Id, out Transfer? known))
        {
            Await(known, Sender);
            return;
        }

        if (transfer.Amount.Units <= 0 || transfer.Amount.Units > CommandLimits.MaxCashUnits)
        {
            Sender.Tell(new TransferStatus(transfer.Id, 0, TransferState.Refused, RejectCode.InvalidAmount));
            return;
        }

        IActorRef sender = Sender;
        long nowMs = _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();
        Persist(
            new TransferRequested(_lastNumber + 1, transfer.Id, transfer.Wallet, transfer.Amount, nowMs),
            requested =>
            {
                Await(Begin(requested), sender);
                Continue();
            });
    }

    private void Await(Transfer transfer, IActorRef sender)
    {
        if (transfer.IsOver)
            sender.Tell(transfer.Status);
        else
            transfer.Waiting.Add(sender);
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
            .SubmitAsync(transfer.Step(_source))
            .PipeTo(Self, success: result => new StepAnswered(result));
    }

    private void Take(SubmissionResult result)
    {
        Transfer transfer = _open.Peek();
        switch (result.Outcome?.Rejection.Code)
        {
            case null:
                RetryLater();
                break;
            case RejectCode.None or RejectCode.TransferNumberUsed:
                Record(transfer, transfer.State + 1, RejectCode.None);
                break;
            case RejectCode.OutcomeForgotten:
                transfer.WithoutRequestId = true;
                Continue();
                break;
            case { } code when transfer.State == TransferState.Withdrawing:
                Record(transfer, TransferState.Refused, code);
                break;
            case { } code:
                Log.Error("{0}: deposit {1} was rejected, {2}; it is tried on", PersistenceId, transfer.Number, code);
                transfer.WithoutRequestId = true;
                RetryLater();
                break;
        }
    }

    private void Record(Transfer transfer, TransferState state, RejectCode code)
    {
        long nowMs = _settings.Time.GetUtcNow().ToUnixTimeMilliseconds();
        Persist(new TransferAdvanced(transfer.Number, state, code, nowMs), advanced =>
        {
            Advance(advanced);
            Continue();
        });
    }

    private void Advance(TransferAdvanced advanced)
    {
        Transfer transfer = _open.Peek();
        if (transfer.Number != advanced.Number)
        {
            throw new UnknownEventException(
                PersistenceId, LastSequenceNr, $"{advanced} while {transfer.Number} is open");
        }

        transfer.Advance(advanced);
        if (!transfer.IsOver)
            return;
        _open.Dequeue();
        foreach (IActorRef waiting in transfer.Waiting)
            waiting.Tell(transfer.Status);
        _ended.Enqueue(transfer.Status.Id);
        if (_ended.Count > _settings.EndedKept)
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

    private void RetryLater() =>
        Timers.StartSingleTimer(nameof(RetryDue), RetryDue.Instance, _settings.RetryDelay);

    private sealed record StepAnswered(SubmissionResult Result) : INoSerializationVerificationNeeded;

    private sealed class RetryDue : INoSerializationVerificationNeeded
    {
        public static RetryDue Instance { get; } = new();
    }

    private sealed class Producer(TransferDeskSettings settings) : IIndirectActorProducer
    {
        public Type ActorType => typeof(TransferDesk);

        public ActorBase Produce() => new TransferDesk(settings);

        public void Release(ActorBase actor)
        {
        }
    }
}
