using Hypercall.Engine.Modules;

namespace Hypercall.Engine;

/// <summary>
/// The pure core: apply(state, command) gives the next state, the events and the hash. Single-threaded, no I/O, no
/// clock; equal commands give equal states on every machine. A host feeds it sequenced envelopes and must not use it
/// from two threads at once. What it does stands in its modules (<see cref="EngineModules"/>), each a class.
/// </summary>
public sealed class ExchangeEngine
{
    private readonly EngineState _state;
    private readonly bool _hashing;
    private readonly Turn _turn = new();
    private readonly CommandDigester _digester;
    private readonly EngineModules _modules;
    private readonly SnapshotWriter _snapshotWriter = new();

    /// <summary>What the next draft is written with; null: it is still with who has the last one.</summary>
    private SnapshotWriter? _draftWriter;

    /// <summary>An engine that has applied nothing, with the default rules.</summary>
    public ExchangeEngine(EngineOptions? options = null)
        : this(new EngineState(), options)
    {
    }

    private ExchangeEngine(EngineState state, EngineOptions? options)
    {
        _state = state;
        options ??= EngineOptions.Default;
        _hashing = options.Hashing;
        ISha256 sha256 = options.Sha256();
        state.Start(_hashing ? sha256 : null);
        _digester = new CommandDigester(sha256);
        _modules = new EngineModules(state, _turn, _digester);
    }

    /// <summary>An engine from a snapshot's bytes, with its invariants checked.</summary>
    /// <returns>Null, with what is wrong in <paramref name="error"/>, for bytes that are no snapshot.</returns>
    public static ExchangeEngine? Restore(ReadOnlySpan<byte> snapshot, EngineOptions? options, out string? error)
    {
        try
        {
            if (SnapshotReader.Read(snapshot, out error) is not { } state)
                return null;
            var engine = new ExchangeEngine(state, options);
            engine.CheckInvariants();
            return engine;
        }
        catch (Exception exception) when (exception is EngineInvariantException or OverflowException)
        {
            error = $"snapshot content contradicts itself: {exception.Message}";
            return null;
        }
    }

    /// <summary>The state, for tools that show what it holds; they change nothing.</summary>
    internal EngineState State => _state;

    /// <summary>Margin as the engine computes it, for proofs about it.</summary>
    internal MarginCalculator Margin => _modules.Margin;

    /// <summary>What settlements have looked at: shows how their work grows, without a clock.</summary>
    internal long SettlementSteps => _modules.Settlement.SettlementSteps;

    /// <summary>Positions that auto-deleveraging has read to find whom to close against, all together.</summary>
    internal long HoldersRead => _modules.Deleveraging.HoldersRead;

    /// <summary>Sequence of the last applied command, 0 at first.</summary>
    public long Sequence => _state.Sequence;

    /// <summary>Time of the last applied command, ms since the epoch.</summary>
    public long TimestampMs => _state.TimestampMs;

    /// <summary>Hash after the last applied command.</summary>
    public Hash256 Hash => _state.Hash;

    /// <summary>The rules in force.</summary>
    public RuleSet Rules => _state.Rules;

    /// <summary>Wallets whose marks have moved and that wait to be examined for liquidation.</summary>
    public int WalletsToExamine => _state.Examinations.Count;

    /// <summary>A listed instrument's number and when it expires; null where there is none.</summary>
    public (int Number, long ExpiryMs)? FindListed(string symbol) => _modules.Answers.FindListed(symbol);

    /// <summary>Wallets whose liquidation goes on by itself, from the grace on.</summary>
    public int WalletsInLiquidation => _state.Wallets.StepCount;

    /// <summary>
    /// The earliest instant (ms since the epoch) at which time alone would change something, or null. Always later
    /// than <see cref="TimestampMs"/>, unless the last command was skipped. Wallets that wait to be examined, and steps
    /// of liquidations that are due, ask for another command soon.
    /// </summary>
    public long? NextDeadlineMs =>
        Math.Min(_state.EarliestDeadlineMs, _modules.Examiner.NextLiquidationMs()) is var earliest and < long.MaxValue
            ? earliest
            : null;

    /// <summary>Applies one command. Total: every envelope yields an outcome.</summary>
    /// <returns>A view that holds until the next Apply.</returns>
    /// <exception cref="EngineInvariantException">
    /// A defect of the engine; the instance must not be used again.
    /// </exception>
    public ApplyOutput Apply(in CommandEnvelope envelope) => Apply(envelope, default);

    /// <summary>
    /// As <see cref="Apply(in CommandEnvelope)"/>, for a caller that has just decoded the envelope.
    /// </summary>
    /// <param name="encoded">
    /// The very bytes that <see cref="EnvelopeCodec"/> decoded it from, which enter the hash; empty: they are made
    /// anew.
    /// </param>
    public ApplyOutput Apply(in CommandEnvelope envelope, ReadOnlySpan<byte> encoded)
    {
        if (!TryBegin(envelope, encoded))
            return _turn.Output;
        _modules.AdvanceTime(isTick: envelope.Command is Tick);
        _turn.Conclude(Execute(envelope));
        _modules.Shortfalls.EndCommand(envelope.Command);
        _modules.Publisher.PublishBooks();
        _modules.TransferNumbers.RememberTransfer();
        _modules.Requests.RememberOutcome(envelope);
        return Finish();
    }

    /// <summary>
    /// Consumes sequence and time of an envelope whose command the operator skips (runtime.md §2): outcome Skipped,
    /// nothing else happens. What is due by then happens with the next command.
    /// </summary>
    public ApplyOutput ApplySkipped(in CommandEnvelope envelope)
    {
        if (!TryBegin(envelope, default))
            return _turn.Output;
        _turn.Output.Rejection = new Rejection(RejectCode.Skipped, default);
        _state.Skip();
        _modules.Requests.RememberSkipped(envelope);
        return Finish();
    }

    /// <summary>
    /// What Apply would answer to the repetition of a request that is remembered, as of the last command applied, whose
    /// sequence, time and hash it bears. Changes nothing and consumes nothing.
    /// </summary>
    /// <param name="envelope">A sound repetition; its sequence and time are not looked at.</param>
    /// <returns>Null where the request is not remembered, or was another command: Apply says what becomes of
    /// it.</returns>
    public ApplyOutput? Recall(in CommandEnvelope envelope) => _modules.Requests.Recall(envelope);

    /// <summary>
    /// Leaves the hash chain to a host that replays, from the next command on: <see cref="ApplyOutput.Hash"/> is zero
    /// then, while <see cref="Hash"/> and everything else stay what they are. Without effect where hashing is off.
    /// </summary>
    /// <param name="chain">Stands at <see cref="Hash"/>.</param>
    public void DeferHashing(IHashChain chain)
    {
        if (_hashing)
            _state.LeaveHashing(chain);
    }

    /// <summary>Takes the hash chain back; a no-operation where it was not left to anybody.</summary>
    public void ResumeHashing() => _state.LeaveHashing(null);

    /// <summary>Checks the whole state (engine.md §6).</summary>
    /// <exception cref="EngineInvariantException">An invariant does not hold.</exception>
    public void CheckInvariants() => _modules.Invariants.CheckInvariants();

    /// <summary>The whole state in the canonical encoding.</summary>
    public byte[] Snapshot() => _snapshotWriter.Write(_state).ToArray();

    /// <summary>
    /// The same bytes as <see cref="Snapshot"/>, to be put together on another thread while commands go on being
    /// applied.
    /// </summary>
    /// <exception cref="OverflowException">They would be longer than any array.</exception>
    public StateDraft DraftSnapshot()
    {
        SnapshotWriter writer = Interlocked.Exchange(ref _draftWriter, null) ?? new SnapshotWriter();
        return writer.Draft(_state, () => Volatile.Write(ref _draftWriter, writer));
    }

    /// <summary>SHA-256 of every component's canonical content, computed from the whole state.</summary>
    public EngineStateDigest ComputeDigest() => SnapshotFormat.Digest(_snapshotWriter.Write(_state))!;

    /// <summary>The same of a snapshot's bytes, away from the engine's thread; null where they are none.</summary>
    public static EngineStateDigest? DigestSnapshot(ReadOnlySpan<byte> snapshot) => SnapshotFormat.Digest(snapshot);

    /// <summary>A readable copy of the state.</summary>
    public EngineView View() => _modules.StateViews.View(ComputeDigest());

    /// <summary>Every listed instrument with its status, in the order of their listing.</summary>
    public IReadOnlyList<KeyValuePair<string, InstrumentStatus>> ViewListing() => _modules.StateViews.ViewListing();

    /// <summary>An underlying's listed options with prices and greeks; null: no accepted command named it.</summary>
    public ChainView? ViewChain(string underlying) => _modules.ChainViews.ViewChain(underlying);

    /// <summary>A wallet under the scenario grid; null for one that no accepted command touched.</summary>
    public RiskView? ViewRisk(WalletAddress address) => _modules.RiskViews.ViewRisk(address);

    /// <summary>Answers a question about the state as of the last command applied.</summary>
    public EngineAnswer Answer(EngineQuestion question) => _modules.Answers.Answer(question);

    /// <summary>Consumes the envelope's sequence and time and begins its change records; false: out of order.</summary>
    private bool TryBegin(in CommandEnvelope envelope, ReadOnlySpan<byte> encoded)
    {
        _turn.Begin(envelope, _state.Sequence + 1);
        if (envelope.Sequence != _state.Sequence + 1)
            return _turn.RefuseOutOfOrder(envelope.Sequence, _state.Sequence + 1, _state.Hash);
        if (envelope.TimestampMs < _state.TimestampMs)
            return _turn.RefuseOutOfOrder(envelope.TimestampMs, _state.TimestampMs, _state.Hash);

        _state.Begin(envelope, encoded);
        _digester.Take(envelope, encoded);
        return true;
    }

    /// <summary>Checks 1 to 3, the transfer's number, then the command itself.</summary>
    private Refusal? Execute(in CommandEnvelope envelope)
    {
        Refusal? rejection = _modules.Requests.CheckRequest(envelope);
        if (rejection is not null || _turn.Output.Duplicate)
            return rejection;
        var acting = envelope.Command as WalletCommand;
        rejection = _modules.Authority.CheckAuthority(envelope, acting)
            ?? _modules.Signers.SpendNonce(envelope)
            ?? _modules.TransferNumbers.SpendTransferNumber(envelope);
        if (rejection is not null || _turn.Output.Duplicate)
            return rejection;

        rejection = _modules.Dispatch(envelope.Command);
        if (rejection is null && acting is not null)
            _state.Wallets.GetOrAdd(acting.Wallet);
        return rejection;
    }

    private ApplyOutput Finish()
    {
        _modules.Invariants.CheckTouched();
        _turn.Output.Hash = _state.Complete();
        return _turn.Output;
    }
}
