namespace Hypercall.Actors.Transfers;

/// <summary>
/// All desks of a venue, the cluster's singleton: one for each two partitions and direction, started at once, so that
/// what a predecessor left open goes on without being asked for. A desk that stops is started again after a pause.
/// Ends with <see cref="StopTransfers"/> once its desks have.
/// </summary>
internal sealed class TransferDesks(
    IReadOnlyList<TransferDeskSettings> settings, PartitionSettings supervision) : UntypedActor
{
    private const long RetryAfterMs = 100;
    private static readonly TimeSpan DeskPatience = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<(string From, string To), IActorRef> _desks = [];
    private bool _stopping;
    private int _running;

    /// <summary>How to make one.</summary>
    /// <param name="settings">Its desks, at least one.</param>
    /// <param name="supervision">Whose pauses hold before a desk starts again.</param>
    public static Props Props(IReadOnlyList<TransferDeskSettings> settings, PartitionSettings supervision) =>
        Akka.Actor.Props.Create(() => new TransferDesks(settings, supervision));

    protected override void PreStart()
    {
        foreach (TransferDeskSettings desk in settings)
            Start(desk);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TransferCash transfer:
                Take(transfer);
                break;
            case QueryTransfers query:
                CollectAsync(query.Token).PipeTo(Sender);
                break;
            case EndTransfer end when _desks.TryGetValue((end.From, end.To), out IActorRef? desk):
                desk.Forward(end);
                break;
            case EndTransfer end:
                Sender.Tell(new EngineUnavailable(
                    end.From, end.Token, PartitionState.Down, 0, NoDesk(end.From, end.To)));
                break;
            case StopTransfers:
                StopDesks();
                break;
            case Terminated when _stopping:
                _running--;
                if (_running == 0)
                    Context.Stop(Self);
                break;
            case Terminated terminated:
                throw new DeathPactException(terminated.ActorRef);
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(TransferCash transfer)
    {
        if (_stopping)
            Refuse(transfer, PartitionState.Stopping, RetryAfterMs, "the transfer desks move to another node");
        else if (_desks.TryGetValue((transfer.From, transfer.To), out IActorRef? desk))
            desk.Forward(transfer);
        else
            Refuse(transfer, PartitionState.Down, 0, NoDesk(transfer.From, transfer.To));
    }

    private static string NoDesk(string from, string to) => $"no desk moves cash from '{from}' to '{to}'";

    private async Task<StuckTransfers> CollectAsync(long token)
    {
        IReadOnlyList<StuckTransfer>?[] answers = await Task.WhenAll(_desks.Values.Select(AskAsync));
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

    private void Refuse(TransferCash transfer, PartitionState state, long retryAfterMs, string detail) =>
        Sender.Tell(new EngineUnavailable(transfer.From, transfer.Token, state, retryAfterMs, detail));

    private void Start(TransferDeskSettings pair)
    {
        string name = Uri.EscapeDataString(pair.PersistenceId);
        IActorRef desk = Context.ActorOf(Supervised(TransferDesk.Props(pair)), name);
        Context.Watch(desk);
        _desks.Add((pair.From, pair.To), desk);
        _running++;
    }

    private void StopDesks()
    {
        _stopping = true;
        foreach (IActorRef desk in _desks.Values)
            desk.Tell(new StopTransfers());
    }

    private Props Supervised(Props desk) =>
        BackOff.Supervised(desk, "desk", supervision, static message => message is StopTransfers);
}
