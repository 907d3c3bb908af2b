using Hypercall.Sequencer.Recovery;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// The rules every host obeys, without I/O, clock or thread (runtime.md §1–3): which commands form the next record,
/// what may be answered, when to snapshot, when to stop. A host gives it inputs from one thread at a time and carries
/// out the effects it asks for. Nothing is answered, published or visible to reads before its record is durable.
/// </summary>
/// <remarks>
/// Life: <see cref="BeginRecovery"/>, any <see cref="OfferSnapshot"/>, <see cref="Replay"/> of every record after it,
/// <see cref="RecoveryCompleted"/>; then the fence is written and <c>Started</c> follows; then <see cref="Offer"/> and
/// the rest; at the end <c>Stop</c>, after which Offer and reads are answered EngineStopped, the inputs of recovery
/// throw InvalidOperationException, as they do once it is over, and every other one is ignored.
/// <see cref="Poll"/> is to be called at least as often as <see cref="PollDelayMs"/> says. An exception that leaves
/// an effect is the host's defect: the sequencer refuses every further input.
/// </remarks>
public sealed partial class EngineSequencer
{
    private readonly SequencerOptions _options;
    private readonly ISequencerEffects _effects;
    private JournalReplayer? _replayer;
    private ExchangeEngine _engine = null!;
    private bool _handling;

    /// <summary>A sequencer that has read nothing.</summary>
    /// <param name="effects">Who carries out what it asks for.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public EngineSequencer(SequencerOptions options, ISequencerEffects effects)
    {
        options.Validate();
        _options = options;
        _effects = effects;
        _queue = new SubmissionQueue(options.QueueCapacity);
        _repetitions = new RepetitionTable(options.QueueCapacity);
        _maxPayload = options.MaxPayloadBytes;
    }

    /// <summary>Where in its life it is.</summary>
    public SequencerPhase Phase { get; private set; }

    /// <summary>Own epoch once the fence is being written; before that the journal's highest, and 0 until recovery is
    /// completed.</summary>
    public long Epoch { get; private set; }

    /// <summary>Last command applied.</summary>
    public long AppliedSequence => _engine is null ? 0 : _engine.Sequence;

    /// <summary>State hash after <see cref="AppliedSequence"/>.</summary>
    public Hash256 AppliedHash => _engine is null ? default : _engine.Hash;

    /// <summary>The journal's header once known, else null.</summary>
    public JournalRecord? Header { get; private set; }

    /// <summary>Why it stopped, or null.</summary>
    public StopNotice? Stopped { get; private set; }

    /// <summary>Counters.</summary>
    public SequencerStatistics Statistics => new(
        _queue.Count,
        _ticksInjected,
        _refused,
        _snapshotsFailed,
        _savedSequence,
        _engine is null ? 0 : _engine.WalletsToExamine,
        _engine is null ? 0 : _engine.WalletsInLiquidation);

    private void Enter()
    {
        if (_handling)
            throw new InvalidOperationException("an effect called the sequencer back, or threw");
        if (_unappliedRecord != 0)
            throw new InvalidOperationException($"record {_unappliedRecord} is to be applied before any other input");
        _handling = true;
    }

    /// <summary>For an input of recovery; one that comes too early or too late changes nothing.</summary>
    private void EnterRecovery()
    {
        Enter();
        _handling = Phase == SequencerPhase.Recovering && _replayer is not null;
        if (!_handling)
            throw new InvalidOperationException(
                _replayer is null ? "recovery has not begun" : $"recovery is over, the sequencer is {Phase}");
    }

    private void Leave() => _handling = false;
}
