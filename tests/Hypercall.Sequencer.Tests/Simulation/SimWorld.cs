using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// A whole deployment in one thread and in virtual time: clients, hosts, journal, network, views, and the faults
/// between them, all drawn from one seed. First things go wrong, then they are put right, and everything must end
/// well: every request answered, one owner left, every view complete.
/// </summary>
internal sealed partial class SimWorld
{
    private const long PatienceMs = 60_000;
    private readonly PriorityQueue<Action, (long AtMs, long Order)> _events = new();
    private readonly List<SimHost> _hosts = [];
    private readonly List<SimClient> _clients = [];
    private readonly List<object> _tokens = [null!];
    private readonly List<SimView> _views;
    private readonly FaultCounts _counts;
    private long _order;
    private long _wallOffsetMs;
    private long _greatestOffsetMs;
    private int _hostsMade;
    private int _effects;
    private bool _restartPending;

    public SimWorld(SimSettings settings, ulong seed, FaultCounts counts)
    {
        Random = new TestRandom(seed);
        Settings = settings with { Options = settings.Options with { BeforeApply = Poison } };
        _counts = counts;
        Commands = new SimCommands(Random, settings.OutcomeCache);
        Checker = new SimChecker(this);
        _views = [new SimView(this), new SimView(this)];
        for (int i = 1; i <= Nodes; i++)
            _nodes.Add(new SimNode(this, i));
        for (int i = 1; i <= settings.Clients; i++)
            _clients.Add(new SimClient(this, i, settings.RequestsPerClient));
    }

    public TestRandom Random { get; }

    public SimSettings Settings { get; }

    public SimCommands Commands { get; }

    public SimChecker Checker { get; }

    public SimJournal Journal { get; } = new();

    public IReadOnlyList<SimView> Views => _views;

    public long NowMs { get; private set; }

    public long WallMs => SimCommands.ExpiryMs - 6_000 + NowMs + _wallOffsetMs;

    /// <summary>The latest time that a clock which is not wrong can have shown.</summary>
    public long LatestWallMs => SimCommands.ExpiryMs - 6_000 + NowMs + _greatestOffsetMs;

    /// <summary>The host that clients are led to: the last one that started and lives.</summary>
    public SimHost? Current => _hosts.LastOrDefault(host => host.HasStarted);

    /// <summary>Effects that hosts have asked for.</summary>
    public int Effects => _effects;

    private bool Faulty => NowMs < Settings.FaultsUntilMs;

    /// <summary>Runs until everything is well.</summary>
    /// <exception cref="SimulationException">A property does not hold, or it does not become well.</exception>
    public void Run()
    {
        StartHost();
        foreach (SimClient client in _clients)
            After(Random.Between(0, 400), client.Start);
        ScheduleFault();
        After(Settings.FaultsUntilMs, Heal);
        while (!IsWell())
        {
            bool idle = !_events.TryDequeue(out Action? next, out (long AtMs, long Order) at);
            if (idle || at.AtMs > Settings.FaultsUntilMs + PatienceMs)
                throw new SimulationException(Unwell());
            NowMs = at.AtMs;
            next!();
        }

        Checker.Final();
    }

    public void After(long delayMs, Action action) => _events.Enqueue(action, (NowMs + delayMs, _order++));

    public void Count(Fault fault) => _counts.Add(fault);

    public SimRequest RequestOf(long token) => (SimRequest)_tokens[(int)token];

    public SimRead ReadOf(long token) => (SimRead)_tokens[(int)token];

    public ReplayOptions ReplayOptions(IReplayObserver? observer) => new()
    {
        EngineId = Settings.Options.EngineId,
        Skips = [.. Journal.Skips],
        LastRecordMayTear = Settings.Options.LastRecordMayTear,
        Observer = observer,
        BeforeApply = Poison,
    };

    /// <summary>Folds the journal as a reader finds it now; null when it is refused.</summary>
    public JournalReplayer? TryFold(JournalFold fold)
    {
        var replayer = new JournalReplayer(ReplayOptions(fold));
        foreach ((long number, byte[] bytes) in Journal.Read(1))
        {
            if (!replayer.Replay(number, bytes).Accepted)
                return null;
        }

        return replayer;
    }

    public void HostStopped(SimHost host, StopNotice notice)
    {
        _hosts.Remove(host);
        CountTicks(host);
        CountStop(notice);
        if (notice.Reason == StopReason.Poison && Journal.Skips.Count == 0)
        {
            After(Random.Between(50, 400), () =>
            {
                if (Journal.Skips.Count == 0)
                    Journal.Skips.Add(new SkipRecord(Settings.Options.EngineId, notice.Sequence, "injected defect"));
            });
        }

        if (notice.Reason == StopReason.RecoveryRefused)
            After(Random.Between(50, 400), RepairJournal);
        if (notice.Reason == StopReason.JournalRewritten)
            After(Random.Between(50, 400), MendRolledBackJournal);
        RestartIfNone();
    }

    private void Poison(long sequence)
    {
        if (sequence != Settings.PoisonedSequence)
            return;
        Count(Fault.Poison);
        throw new InvalidOperationException("injected defect");
    }

    private void StartHost()
    {
        var host = new SimHost(this, ++_hostsMade, Random.Pick(_nodes));
        _hosts.Add(host);
        host.Recover();
    }

    private void RestartIfNone()
    {
        if (_hosts.Count > 0 || _restartPending)
            return;
        _restartPending = true;
        After(Random.Between(20, 500), () =>
        {
            _restartPending = false;
            StartHost();
        });
    }

    private bool IsWell() =>
        !Faulty
        && _hosts.Count == 1
        && Current is { } owner
        && owner.Sequencer.Phase == SequencerPhase.Live
        && _clients.TrueForAll(client => client.Done)
        && Views.All(view => view.Outcomes.Count == Journal.LastSequence)
        && owner.Sequencer.AppliedSequence == Journal.LastSequence;

    private string Unwell() =>
        $"it does not become well: hosts {string.Join(", ", _hosts.Select(host => host.Sequencer.Phase))}; "
        + $"clients {string.Join(", ", _clients.Select(client => client.Done))}, "
        + $"views {string.Join(", ", Views.Select(view => view.Outcomes.Count))} of {Journal.LastSequence}";

    private void CountTicks(SimHost host)
    {
        if (host.Sequencer.Statistics.TicksInjected > 0)
            Count(Fault.OwnTick);
    }

    private void CountStop(StopNotice notice)
    {
        switch (notice.Reason)
        {
            case StopReason.WriteFailed:
                Count(Fault.StoppedByFailedWrite);
                break;
            case StopReason.WriteRejected:
                Count(Fault.StoppedByRejection);
                break;
            case StopReason.WriteTimeout:
                Count(Fault.StoppedByTimeout);
                break;
            case StopReason.Fenced:
                Count(notice.RecordNumber == 0 ? Fault.StoppedByFenceOnCheck : Fault.StoppedByFenceOnWrite);
                break;
            case StopReason.ClockJump:
                Count(Fault.StoppedByClock);
                break;
            case StopReason.Poison:
                Count(Fault.StoppedByPoison);
                break;
            case StopReason.JournalRewritten:
                Count(notice.Detail.Contains("this owner", StringComparison.Ordinal)
                    ? Fault.StoppedByRewrittenJournal
                    : Fault.RewrittenJournalRefused);
                break;
            case StopReason.JournalUnreadable:
                Count(Fault.JournalReadAgain);
                break;
            case StopReason.RecoveryRefused:
                Count(Fault.StoppedByRefusedRecovery);
                break;
            default:
                break;
        }
    }
}
