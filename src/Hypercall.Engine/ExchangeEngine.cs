using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Margin;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// The pure core: apply(state, command) gives the next state, the events and the hash. Single-threaded, no I/O, no
/// clock; equal commands give equal states on every machine. A host feeds it sequenced envelopes and must not use it
/// from two threads at once. The parts of the class stand in the folders of their modules.
/// </summary>
public sealed partial class ExchangeEngine
{
    private readonly EngineState _state;
    private readonly EngineOptions _options;
    private readonly ChangeLog _changes;
    private readonly ApplyOutput _output = new();
    private readonly List<Instrument> _touchedBooks = [];
    private readonly LevelChanges _bidChanges = new();
    private readonly LevelChanges _askChanges = new();
    private RejectArguments _rejectArguments;

    private EventBuffer Events => _output.Events;

    /// <summary>An engine that has applied nothing, with the default rules.</summary>
    public ExchangeEngine(EngineOptions? options = null)
        : this(new EngineState(), options)
    {
    }

    private ExchangeEngine(EngineState state, EngineOptions? options)
    {
        _state = state;
        _options = options ?? EngineOptions.Default;
        _changes = new ChangeLog(state, _options.Hashing);
        _generalRules = UnderlyingRules.Resolve(state.Rules, string.Empty);
        _valuer = new OptionValuer(state);
        _standardMargin = new StandardMargin(state, _valuer);
        _portfolioMargin = new PortfolioMargin(state, _valuer);
        _hypothesis = new MarginHypothesis(state.Positions);
    }

    /// <summary>The state, for tools that show what it holds; they change nothing.</summary>
    internal EngineState State => _state;

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

    /// <summary>
    /// The earliest instant (ms since the epoch) at which time alone would change something, or null. Always later
    /// than <see cref="TimestampMs"/>, unless the last command was skipped. Wallets that wait to be examined, and steps
    /// of liquidations that are due, ask for another command soon.
    /// </summary>
    public long? NextDeadlineMs
    {
        get
        {
            long earliest = Math.Min(
                Math.Min(_state.Orders.EarliestExpiryMs ?? long.MaxValue, NextLiquidationMs()),
                Math.Min(
                    _state.CancelAllDeadlines.EarliestMs ?? long.MaxValue,
                    _state.InstrumentExpiries.EarliestMs ?? long.MaxValue));
            return earliest == long.MaxValue ? null : earliest;
        }
    }

    /// <summary>Applies one command. Total: every envelope yields an outcome.</summary>
    /// <returns>A view that holds until the next Apply.</returns>
    /// <exception cref="EngineInvariantException">
    /// A defect of the engine; the instance must not be used again.
    /// </exception>
    public ApplyOutput Apply(in CommandEnvelope envelope) => Apply(envelope, default);

    /// <summary>
    /// As <see cref="Apply(in CommandEnvelope)"/>, for a caller that has just decoded the envelope.
    /// </summary>
    /// <param name="envelope">The command.</param>
    /// <param name="encoded">
    /// The very bytes that <see cref="EnvelopeCodec"/> decoded it from, which enter the hash; empty: they are made
    /// anew.
    /// </param>
    public ApplyOutput Apply(in CommandEnvelope envelope, ReadOnlySpan<byte> encoded)
    {
        if (!TryBegin(envelope, encoded))
            return _output;
        AdvanceTime(envelope.Command);
        _lastOrderStatus = null;
        RejectCode rejection = Execute(envelope);
        if (rejection != RejectCode.None)
        {
            _output.Rejection = TakeRejection(rejection);
            _output.OrderId = null;
        }

        EndCommand(envelope.Command);
        PublishBooks();
        RememberTransfer();
        RememberOutcome(envelope);
        Finish();
        return _output;
    }

    /// <summary>
    /// Leaves the hash chain to a host that replays, from the next command on: <see cref="ApplyOutput.Hash"/> is zero
    /// then, while <see cref="Hash"/> and everything else stay what they are. Without effect where hashing is off.
    /// </summary>
    /// <param name="chain">Stands at <see cref="Hash"/>.</param>
    public void DeferHashing(IHashChain chain)
    {
        if (_options.Hashing)
            _state.HashChain = chain;
    }

    /// <summary>Takes the hash chain back; a no-operation where it was not left to anybody.</summary>
    public void ResumeHashing()
    {
        _state.Hash = _state.Hash;
        _state.HashChain = null;
    }

    /// <summary>
    /// Consumes the sequence and time of an envelope whose command the operator skips (runtime.md §2): outcome
    /// Skipped, nothing else happens. What is due by then happens with the next command.
    /// </summary>
    public ApplyOutput ApplySkipped(in CommandEnvelope envelope)
    {
        if (!TryBegin(envelope, default))
            return _output;
        _lastOrderStatus = null;
        _output.Rejection = new Rejection(RejectCode.Skipped, default);
        _changes.RecordSkipped();
        _request = FindRequest(envelope, out bool known);
        _remembersOutcome = envelope.RequestId is not null && !known;
        RememberOutcome(envelope);
        Finish();
        return _output;
    }

    /// <summary>
    /// Consumes the envelope's sequence and time and opens its change log; false when it is out of order.
    /// </summary>
    private bool TryBegin(in CommandEnvelope envelope, ReadOnlySpan<byte> encoded)
    {
        _output.Reset();
        _output.RequestId = envelope.RequestId;
        _output.TimestampMs = envelope.TimestampMs;
        _output.Sequence = _state.Sequence + 1;
        if (envelope.Sequence != _state.Sequence + 1)
            return RefuseOutOfOrder(envelope.Sequence, _state.Sequence + 1);
        if (envelope.TimestampMs < _state.TimestampMs)
            return RefuseOutOfOrder(envelope.TimestampMs, _state.TimestampMs);

        _state.Sequence = envelope.Sequence;
        _state.TimestampMs = envelope.TimestampMs;
        _changes.Begin(envelope, encoded);
        return true;
    }

    private bool RefuseOutOfOrder(long given, long expected)
    {
        _output.Rejection = new Rejection(RejectCode.OutOfOrder, new RejectArguments(given, expected));
        _output.Hash = _state.Hash;
        return false;
    }

    private void Finish()
    {
        CheckTouched();
        _changes.RecordDirty();
        _output.Hash = _changes.Complete();
        _state.Hash = _output.Hash;
    }

    /// <summary>Checks 1 to 3, the transfer's number, then the command itself.</summary>
    private RejectCode Execute(in CommandEnvelope envelope)
    {
        RejectCode rejection = CheckRequest(envelope);
        if (rejection != RejectCode.None || _output.Duplicate)
            return rejection;
        var acting = envelope.Command as WalletCommand;
        rejection = CheckAuthority(envelope, acting);
        if (rejection == RejectCode.None)
            rejection = SpendNonce(envelope);
        if (rejection == RejectCode.None)
            rejection = SpendTransferNumber(envelope);
        if (rejection != RejectCode.None || _output.Duplicate)
            return rejection;

        rejection = Dispatch(envelope.Command);
        if (rejection == RejectCode.None && acting is not null)
            GetOrAddWallet(acting.Wallet);
        return rejection;
    }

    private RejectCode Dispatch(EngineCommand command) => command switch
    {
        PlaceOrder place => Place(place.Wallet, place.Order),
        CancelOrder cancel => Cancel(cancel.Wallet, cancel.Order),
        ReplaceOrder replace => Replace(replace.Wallet, replace.Target, replace.Order, replace.TotalSize),
        CancelAll cancelAll => ApplyCancelAll(cancelAll),
        CancelAllAfter after => ApplyCancelAllAfter(after),
        BulkOrders bulk => ApplyBulk(bulk),
        RfqExecute rfq => ApplyRfq(rfq),
        MarketAction market => ApplyMarketAction(market),
        TradingModeUpdate mode => ApplyTradingMode(mode),
        TickExpiry expiry => ApplyTickExpiry(expiry),
        Tick => RejectCode.None,
        PriceUpdate price => ApplyPriceUpdate(price),
        IvUpdate iv => ApplyIvUpdate(iv),
        DepositUpdate deposit => ApplyDeposit(deposit),
        CashWithdrawalUpdate withdrawal => ApplyWithdrawal(withdrawal),
        InsuranceDeposit insurance => ApplyInsuranceDeposit(insurance),
        OptionDepositUpdate deposit => ApplyOptionDeposit(deposit),
        OptionWithdrawalUpdate withdrawal => ApplyOptionWithdrawal(withdrawal),
        HypercorePositionUpdate position => ApplyHypercorePosition(position),
        HypercoreEquityUpdate equity => ApplyHypercoreEquity(equity),
        MarginModeUpdate mode => ApplyMarginMode(mode),
        TierUpdate tier => ApplyTier(tier),
        LiquidationStateUpdate state => ApplyLiquidationState(state),
        LiquidationBonusUpdate bonus => ApplyLiquidationBonus(bonus),
        MmpConfigUpdate config => ApplyMmpConfig(config),
        MmpReset reset => ApplyMmpReset(reset),
        ApproveAgent approve => ApplyApproveAgent(approve),
        RevokeAgent revoke => ApplyRevokeAgent(revoke),
        NonceAdvance => RejectCode.None,
        SetRules rules => ApplySetRules(rules),
        SetPmSettlementPoolConfig pool => ApplySettlementPool(pool),
        _ => throw new EngineInvariantException($"no handler for {command.Type}"),
    };

    /// <summary>The code, with its arguments set aside for the output.</summary>
    private RejectCode Reject(RejectCode code, Int128 first, Int128 second, string? name = null)
    {
        _rejectArguments = new RejectArguments(first, second, name);
        return code;
    }

    /// <summary>The rejection of a code and the arguments that were set aside with it.</summary>
    private Rejection TakeRejection(RejectCode code)
    {
        if (code == RejectCode.None)
            return Rejection.None;
        var rejection = new Rejection(code, _rejectArguments);
        _rejectArguments = default;
        return rejection;
    }

    /// <summary>One BookChanged per changed book, books in symbol order.</summary>
    private void PublishBooks()
    {
        if (_touchedBooks.Count == 0)
            return;
        if (_touchedBooks.Count > 1)
            _touchedBooks.Sort(static (left, right) => string.CompareOrdinal(left.Symbol, right.Symbol));
        foreach (Instrument instrument in _touchedBooks)
        {
            _bidChanges.Clear();
            _askChanges.Clear();
            instrument.Book.CollectChanges(_bidChanges, _askChanges);
            if (_bidChanges.Items.IsEmpty && _askChanges.Items.IsEmpty)
                continue;
            long sequence = _state.NextL2Sequence++;
            Events.AddBook(instrument.Symbol, sequence, _bidChanges.Items, _askChanges.Items);
            _changes.RecordLevels(instrument, sequence, _bidChanges.Items, _askChanges.Items);
        }
    }

    private void TouchBook(Instrument instrument)
    {
        if (instrument.IsTouched)
            return;
        instrument.IsTouched = true;
        _touchedBooks.Add(instrument);
    }
}
