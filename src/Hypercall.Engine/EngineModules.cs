using Hypercall.Engine.Modules;
using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.Modules.Admission;
using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.Modules.Invariants;
using Hypercall.Engine.Modules.Liquidation;
using Hypercall.Engine.Modules.Markets;
using Hypercall.Engine.Modules.Matching;
using Hypercall.Engine.Modules.Orders;
using Hypercall.Engine.Modules.Protection;
using Hypercall.Engine.Modules.Requests;
using Hypercall.Engine.Modules.Rfq;
using Hypercall.Engine.Modules.Settlement;
using Hypercall.Engine.Modules.Views;

namespace Hypercall.Engine;

/// <summary>
/// The engine's modules, made in the order in which they need each other: each is given what stands above it here, so
/// that there are no cycles.
/// </summary>
internal sealed class EngineModules
{
    private readonly EngineState _state;
    private readonly Turn _turn;
    private readonly RestingOrders _resting;
    private readonly LiquidationSteps _steps;
    private readonly Expiries _expiries;

    public EngineModules(EngineState state, Turn turn, CommandDigester digester)
    {
        (_state, _turn) = (state, turn);
        RestingOrders resting = _resting = new RestingOrders(state, turn);
        Publisher = new BookPublisher(state, turn);

        var valuer = new OptionValuer(state);
        var margin = new MarginCalculator(state, valuer);
        Margin = margin;
        var bands = new PriceBands(state, turn, valuer);
        var marginChecks = new MarginChecks(state, turn, valuer, margin, bands);

        var cashMoves = new CashMoves(state, turn);
        var liquidationFees = new LiquidationFees(state, margin);
        var fills = new FillAccounting(state, turn, cashMoves, liquidationFees);
        CashTransfers = new CashTransfers(state, turn, margin, marginChecks, cashMoves);
        OptionTransfers = new OptionTransfers(state, turn, margin, marginChecks, fills);
        ExternalHoldings = new ExternalHoldings(state, turn);
        AccountSettings = new AccountSettings(state, turn, margin, marginChecks, cashMoves);

        var protection = new MarketMakerProtection(state, turn, valuer, resting);
        ProtectionSettings = new ProtectionSettings(state, turn);

        var probe = new FillOrKillProbe(state, protection);
        var matcher = new Matcher(state, turn, resting, fills, protection);

        var portfolio = new HeldPortfolio(state, valuer, margin);
        var prices = new AuctionPrices(state, margin, portfolio);
        var reducing = new ReducingOrders(state, resting, bands);
        Stages = new LiquidationStages(state, turn, resting, reducing);
        Deleveraging = new Deleveraging(
            state, turn, valuer, margin, portfolio, fills, cashMoves, reducing, Stages);
        var full = new FullLiquidation(state, turn, resting, margin, portfolio, prices, Stages, Deleveraging);
        var partial = new PartialLiquidation(
            state, turn, resting, margin, portfolio, liquidationFees, matcher, Stages, full);
        Examiner = new Examiner(state, margin, Stages, partial, full);
        _steps = new LiquidationSteps(state, turn, margin, portfolio, Stages, partial, full);
        Shortfalls = new Shortfalls(state, turn, cashMoves, Stages, Examiner);
        Bids = new AuctionBids(
            state, turn, margin, marginChecks, portfolio, prices, full, fills, cashMoves, Stages);

        _expiries = new Expiries(state, turn, resting);
        Listings = new Listings(state, turn, valuer, resting, _expiries);
        MarketData = new MarketData(state, turn, Examiner);
        VenueTerms = new VenueTerms(state, turn);
        Settlement = new ExpirySettlement(state, turn, valuer, cashMoves, Examiner);

        var orderChecks = new OrderChecks(state, turn, valuer, bands, marginChecks, probe);
        Orders = new OrderEntry(state, turn, resting, matcher, orderChecks);
        DeadManSwitches = new DeadManSwitches(state, resting);
        Quotes = new QuoteExecution(
            state, turn, valuer, margin, bands, marginChecks, orderChecks, fills);

        Requests = new RequestMemory(state, turn, digester);
        Authority = new Authority(state);
        Signers = new Signers(state, turn);
        TransferNumbers = new TransferNumbers(state, turn, digester);
        Agents = new Agents(state, turn);

        RiskViews = new RiskViews(state, valuer, margin);
        StateViews = new StateViews(state, RiskViews, prices);
        ChainViews = new ChainViews(state, valuer, bands);
        Answers = new Answers(state, valuer, StateViews, ChainViews, RiskViews);
        Invariants = new StateInvariants(state, turn, new RiskInvariants(state, margin));
    }

    public BookPublisher Publisher { get; }
    public MarginCalculator Margin { get; }
    public CashTransfers CashTransfers { get; }
    public OptionTransfers OptionTransfers { get; }
    public ExternalHoldings ExternalHoldings { get; }
    public AccountSettings AccountSettings { get; }
    public ProtectionSettings ProtectionSettings { get; }
    public LiquidationStages Stages { get; }
    public Deleveraging Deleveraging { get; }
    public Examiner Examiner { get; }
    public AuctionBids Bids { get; }
    public Shortfalls Shortfalls { get; }
    public Listings Listings { get; }
    public MarketData MarketData { get; }
    public VenueTerms VenueTerms { get; }
    public ExpirySettlement Settlement { get; }
    public OrderEntry Orders { get; }
    public DeadManSwitches DeadManSwitches { get; }
    public QuoteExecution Quotes { get; }
    public RequestMemory Requests { get; }
    public Authority Authority { get; }
    public Signers Signers { get; }
    public TransferNumbers TransferNumbers { get; }
    public Agents Agents { get; }
    public RiskViews RiskViews { get; }
    public StateViews StateViews { get; }
    public ChainViews ChainViews { get; }
    public Answers Answers { get; }
    public StateInvariants Invariants { get; }

    /// <summary>Does what time alone does, before every command (engine.md §1).</summary>
    /// <param name="isTick">A Tick follows, which has time for more.</param>
    public void AdvanceTime(bool isTick)
    {
        long now = _state.TimestampMs;
        if (_state.Orders.EarliestExpiryMs <= now)
            _resting.CancelExpired(now);
        if (_state.Wallets.EarliestCancelAllMs <= now)
            DeadManSwitches.FireDeadManSwitches(now);
        if (_state.Markets.EarliestExpiryMs <= now)
            _expiries.ExpireInstruments(now);
        Signers.ForgetTheOld(now, isTick);
        if (_state.Wallets.EarliestStepMs <= now)
            _steps.RunLiquidationSteps(isTick);
        _turn.LastOrder = null;
    }

    /// <summary>Gives a command to its handler.</summary>
    public Refusal? Dispatch(EngineCommand command) => command switch
    {
        PlaceOrder place => Orders.Place(place.Wallet, place.Terms),
        CancelOrder cancel => Orders.Cancel(cancel.Wallet, cancel.Order),
        ReplaceOrder replace => Orders.Replace(replace.Wallet, replace.Target, replace.Order, replace.TotalSize),
        CancelAll cancelAll => Orders.ApplyCancelAll(cancelAll),
        CancelAllAfter after => DeadManSwitches.ApplyCancelAllAfter(after),
        BulkOrders bulk => Orders.ApplyBulk(bulk),
        RfqExecute rfq => Quotes.ApplyRfq(rfq),
        MarketAction market => Listings.ApplyMarketAction(market),
        TradingModeUpdate mode => VenueTerms.ApplyTradingMode(mode),
        TickExpiry expiry => Settlement.ApplyTickExpiry(expiry),
        Tick => null,
        PriceUpdate price => MarketData.ApplyPriceUpdate(price),
        IvUpdate iv => MarketData.ApplyIvUpdate(iv),
        DepositUpdate deposit => CashTransfers.ApplyDeposit(deposit),
        CashWithdrawalUpdate withdrawal => CashTransfers.ApplyWithdrawal(withdrawal),
        InsuranceDeposit insurance => CashTransfers.ApplyInsuranceDeposit(insurance),
        OptionDepositUpdate deposit => OptionTransfers.ApplyOptionDeposit(deposit),
        OptionWithdrawalUpdate withdrawal => OptionTransfers.ApplyOptionWithdrawal(withdrawal),
        HypercorePositionUpdate position => ExternalHoldings.ApplyHypercorePosition(position),
        HypercoreEquityUpdate equity => ExternalHoldings.ApplyHypercoreEquity(equity),
        MarginModeUpdate mode => AccountSettings.ApplyMarginMode(mode),
        TierUpdate tier => AccountSettings.ApplyTier(tier),
        LiquidationStateUpdate update => Stages.ApplyLiquidationState(update),
        LiquidationBid bid => Bids.ApplyBid(bid),
        LiquidationBonusUpdate bonus => AccountSettings.ApplyLiquidationBonus(bonus),
        MmpConfigUpdate config => ProtectionSettings.ApplyMmpConfig(config),
        MmpReset reset => ProtectionSettings.ApplyMmpReset(reset),
        ApproveAgent approve => Agents.ApplyApproveAgent(approve),
        RevokeAgent revoke => Agents.ApplyRevokeAgent(revoke),
        NonceAdvance => null,
        SetRules rules => VenueTerms.ApplySetRules(rules),
        SetPmSettlementPoolConfig pool => VenueTerms.ApplySettlementPool(pool),
        _ => throw new EngineInvariantException($"no handler for {command.Type}"),
    };
}
