using Akka;
using Hypercall.Actors.Ownership;

namespace Hypercall.Actors.Transfers;

/// <summary>
/// All desks of a venue, on one node: one for each two partitions and direction, started at once, so that what a
/// predecessor left open goes on without being asked for. A desk that stops is started again after a pause; where one
/// cannot use its journal they are let go of, all together, by the rule for partitions. Stops the desks with
/// <see cref="StopTransfers"/>, answered by <see cref="Done"/>, and ends with <see cref="StopEngine"/>.
/// </summary>
internal sealed class TransferDesks : ReceiveActor
{
    /// <summary>Their name among the partitions in the region and its placement; no partition's begins so.</summary>
    public const string Name = "_transfers";

    private static readonly TimeSpan DeskPatience = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<TransferDeskSettings> _settings;
    private readonly PartitionSettings _supervision;
    private readonly Func<string, bool> _release;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<(string From, string To), Desk> _desks = [];
    private readonly List<IActorRef> _awaitStop = [];
    private StopNotice? _stop;
    private bool _stopping;
    private bool _ends;
    private PartitionState _state = PartitionState.Recovering;
    private long _sinceMs = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();

    /// <summary>The desks of a venue.</summary>
    /// <param name="settings">Its desks, at least one.</param>
    /// <param name="supervision">Whose pauses hold before a desk starts again.</param>
    /// <param name="release">Has them placed on another node, by their name; false where no other one is up.</param>
    public TransferDesks(
        IReadOnlyList<TransferDeskSettings> settings, PartitionSettings supervision, Func<string, bool> release)
    {
        _settings = settings;
        _supervision = supervision;
        _release = release;
        Receive<TransferCash>(Take);
        Receive<QueryTransfers>(query => CollectAsync(query.Token).PipeTo(Sender));
        Receive<EndTransfer>(End);
        Receive<QueryHealth>(query => Sender.Tell(Health(query.Token), Self));
        Receive<TransferDesk.DeskRecovered>(TakeRecovered);
        Receive<TransferDesk.DeskFailed>(TakeFailure);
        Receive<StopTransfers>(_ =>
        {
            _awaitStop.Add(Sender);
            StopDesks();
        });
        Receive<StopEngine>(_ =>
        {
            _ends = true;
            StopDesks();
        });
        Receive<Terminated>(TakeEnd);
    }

    protected override void PreStart()
    {
        foreach (TransferDeskSettings desk in _settings)
            Start(desk);
    }

    private void Take(TransferCash transfer)
    {
        if (_stopping)
            Sender.Tell(EngineUnavailable.ForNow(
                transfer.From, transfer.Token, "the transfer desks move to another node"));
        else if (_desks.TryGetValue((transfer.From, transfer.To), out Desk? desk))
            desk.Supervisor.Forward(transfer);
        else
            RefuseNoDesk(transfer.From, transfer.To, transfer.Token);
    }

    private void End(EndTransfer end)
    {
        if (_desks.TryGetValue((end.From, end.To), out Desk? desk))
            desk.Supervisor.Forward(end);
        else
            RefuseNoDesk(end.From, end.To, end.Token);
    }

    /// <summary>Of a partition's health what desks have: no epoch, no sequence, no starts.</summary>
    private PartitionHealth Health(long token) =>
        new(Name, token, _state, 0, 0, 0, _stop, [], _sinceMs);

    private void TakeRecovered(TransferDesk.DeskRecovered recovered)
    {
        _desks[(recovered.From, recovered.To)].State = PartitionState.Ready;
        NoteState();
    }

    /// <summary>A cause that lies here: another member may do better.</summary>
    private void TakeFailure(TransferDesk.DeskFailed failed)
    {
        Desk desk = _desks[(failed.From, failed.To)];
        desk.State = PartitionState.Unavailable;
        NoteState();
        _stop = new StopNotice(failed.Reason, 0, 0, $"from '{failed.From}' to '{failed.To}': {failed.Detail}");
        long nowMs = (long)Context.System.Scheduler.MonotonicClock.TotalMilliseconds;
        if (!_stopping && desk.Troubles.Add(failed.Reason, nowMs) && _release(Name))
            _log.Warning("the transfer desks are let go, {0}: {1}", _stop.Reason, _stop.Detail);
    }

    /// <summary>How all are, and since when, after one of them or all have changed.</summary>
    private void NoteState()
    {
        PartitionState state = _stopping ? PartitionState.Stopping
            : _desks.Values.All(desk => desk.State == PartitionState.Ready) ? PartitionState.Ready
            : _desks.Values.Any(desk => desk.State == PartitionState.Unavailable) ? PartitionState.Unavailable
            : PartitionState.Recovering;
        if (state == _state)
            return;
        _state = state;
        _sinceMs = Context.System.Scheduler.Now.ToUnixTimeMilliseconds();
    }

    private void TakeEnd(Terminated terminated)
    {
        if (!_stopping)
            throw new DeathPactException(terminated.ActorRef);
        FinishOnceAlone();
    }

    private void FinishOnceAlone()
    {
        if (Context.GetChildren().Any())
            return;
        foreach (IActorRef asker in _awaitStop)
            asker.Tell(Done.Instance);
        _awaitStop.Clear();
        if (_ends)
            Context.Stop(Self);
    }

    private async Task<StuckTransfers> CollectAsync(long token)
    {
        IReadOnlyList<StuckTransfer>?[] answers =
            await Task.WhenAll(_desks.Values.Select(desk => AskAsync(desk.Supervisor)));
        StuckTransfer[] stuck = [.. answers.SelectMany(answer => answer ?? []).Take(StuckTransfers.MostTold)];
        return new StuckTransfers(token, stuck, answers.Count(answer => answer is null));
    }

    private static async Task<IReadOnlyList<StuckTransfer>?> AskAsync(IActorRef desk)
    {
        try
        {
            return (await desk.Ask<TransferDesk.DeskAnswer>(new QueryTransfers(0), DeskPatience)).Stuck;
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private void RefuseNoDesk(string from, string to, long token) =>
        Sender.Tell(EngineUnavailable.ForGood(from, token, $"no desk moves cash from '{from}' to '{to}'"));

    private void Start(TransferDeskSettings pair)
    {
        string name = Uri.EscapeDataString(pair.PersistenceId);
        Props supervised = BackOff.Supervised(
            TransferDesk.Props(pair, Self), "desk", _supervision, static message => message is StopTransfers);
        IActorRef desk = Context.ActorOf(supervised, name);
        Context.Watch(desk);
        _desks.Add((pair.From, pair.To), new Desk(desk));
    }

    /// <summary>One that is reading its journal, or waits to, writes nothing: it is not waited for.</summary>
    private void StopDesks()
    {
        if (!_stopping)
        {
            _stopping = true;
            NoteState();
            foreach (Desk desk in _desks.Values)
            {
                if (desk.State == PartitionState.Ready)
                    desk.Supervisor.Tell(new StopTransfers());
                else
                    Context.Stop(desk.Supervisor);
            }
        }

        FinishOnceAlone();
    }

    private sealed class Desk(IActorRef supervisor)
    {
        public IActorRef Supervisor => supervisor;

        public EngineTroubles Troubles { get; } = new();

        /// <summary>Recovering, Ready or Unavailable.</summary>
        public PartitionState State { get; set; } = PartitionState.Recovering;
    }
}
