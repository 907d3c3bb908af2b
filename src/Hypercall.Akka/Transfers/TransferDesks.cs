namespace Hypercall.Actors.Transfers;

/// <summary>
/// All desks of a venue, the cluster's singleton: one for each two partitions and direction, started at once, so that
/// what a predecessor left open goes on without being asked for. A desk that stops is started again after a pause.
/// Ends with <see cref="StopTransfers"/> once its desks have.
/// </summary>
internal sealed class TransferDesks : ReceiveActor
{
    private static readonly TimeSpan DeskPatience = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<TransferDeskSettings> _settings;
    private readonly PartitionSettings _supervision;
    private readonly Dictionary<(string From, string To), IActorRef> _desks = [];
    private bool _stopping;

    /// <summary>The desks of a venue.</summary>
    /// <param name="settings">Its desks, at least one.</param>
    /// <param name="supervision">Whose pauses hold before a desk starts again.</param>
    public TransferDesks(IReadOnlyList<TransferDeskSettings> settings, PartitionSettings supervision)
    {
        _settings = settings;
        _supervision = supervision;
        Receive<TransferCash>(Take);
        Receive<QueryTransfers>(query => CollectAsync(query.Token).PipeTo(Sender));
        Receive<EndTransfer>(End);
        Receive<StopTransfers>(_ => StopDesks());
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
        else if (_desks.TryGetValue((transfer.From, transfer.To), out IActorRef? desk))
            desk.Forward(transfer);
        else
            RefuseNoDesk(transfer.From, transfer.To, transfer.Token);
    }

    private void End(EndTransfer end)
    {
        if (_desks.TryGetValue((end.From, end.To), out IActorRef? desk))
            desk.Forward(end);
        else
            RefuseNoDesk(end.From, end.To, end.Token);
    }

    private void TakeEnd(Terminated terminated)
    {
        if (!_stopping)
            throw new DeathPactException(terminated.ActorRef);
        if (!Context.GetChildren().Any())
            Context.Stop(Self);
    }

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

    private void RefuseNoDesk(string from, string to, long token) =>
        Sender.Tell(EngineUnavailable.ForGood(from, token, $"no desk moves cash from '{from}' to '{to}'"));

    private void Start(TransferDeskSettings pair)
    {
        string name = Uri.EscapeDataString(pair.PersistenceId);
        Props supervised = BackOff.Supervised(
            TransferDesk.Props(pair), "desk", _supervision, static message => message is StopTransfers);
        IActorRef desk = Context.ActorOf(supervised, name);
        Context.Watch(desk);
        _desks.Add((pair.From, pair.To), desk);
    }

    private void StopDesks()
    {
        _stopping = true;
        foreach (IActorRef desk in _desks.Values)
            desk.Tell(new StopTransfers());
    }
}
