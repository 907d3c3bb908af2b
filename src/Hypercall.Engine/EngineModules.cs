using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules;
using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.Modules.Admission;
using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.Modules.Invariants;
using Hypercall.Engine.Modules.Liquidation;
using Hypercall.Engine.Modules.Margin;
using Hypercall.Engine.Modules.Markets;
using Hypercall.Engine.Modules.Matching;
using Hypercall.Engine.Modules.Orders;
using Hypercall.Engine.Modules.Protection;
using Hypercall.Engine.Modules.Requests;
using Hypercall.Engine.Modules.Rfq;
using Hypercall.Engine.Modules.Settlement;
using Hypercall.Engine.Modules.Views;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// The engine's modules, made in the order in which they need each other: each is given what stands above it here, so
/// that there are no cycles.
/// </summary>
internal sealed class EngineModules
{
    public EngineModules(EngineState state, Turn turn, CommandDigester digester)
    {
        Registry = new Registry(state);
        var resting = new RestingOrders(state, turn);
        Resting = resting;
        Publisher = new BookPublisher(state, turn);

        var valuer = new OptionValuer(state);
        var margin = new MarginCalculator(state, valuer);
        var bands = new PriceBands(state, turn, valuer);
        var marginChecks = new MarginChecks(state, turn, margin, bands);

        var cashMoves = new CashMoves(state, turn);
        var positionMoves = new PositionMoves(state, turn);
        var fills = new FillAccounting(state, turn, Registry, cashMoves, positionMoves);
        CashTransfers = new CashTransfers(state, turn, Registry, margin, marginChecks, cashMoves);
        OptionTransfers = new OptionTransfers(state, turn, Registry, margin, marginChecks, fills);
        ExternalHoldings = new ExternalHoldings(state, turn, Registry);
        AccountSettings = new AccountSettings(state, turn, Registry, margin, marginChecks, cashMoves);

        var protection = new MarketMakerProtection(state, turn, valuer, resting);
        ProtectionSettings = new ProtectionSettings(state, turn, Registry);

        Stages = new LiquidationStages(state, turn, Registry, resting, bands);
        Examiner = new Examiner(state, margin, Stages);
        LiquidationSteps = new LiquidationSteps(state, margin, Stages);
        Shortfalls = new Shortfalls(state, turn, cashMoves, Stages, Examiner);

        Expiries = new Expiries(state, turn, resting);
        Listings = new Listings(state, turn, valuer, Registry, resting, Expiries);
        MarketData = new MarketData(state, turn, Registry, Examiner);
        VenueTerms = new VenueTerms(state, turn, Registry);
        Settlement = new ExpirySettlement(state, turn, valuer, cashMoves, Examiner);

        var probe = new FillOrKillProbe(state, protection);
        var matcher = new Matcher(state, turn, resting, fills, protection);
        var orderChecks = new OrderChecks(state, turn, valuer, bands, marginChecks, probe);
        Orders = new OrderEntry(state, turn, Registry, resting, matcher, orderChecks);
        DeadManSwitches = new DeadManSwitches(state, Registry, resting);
        Quotes = new QuoteExecution(
            state, Registry, fills, new RfqChecks(state, turn, valuer, margin, bands, marginChecks, orderChecks));

        Requests = new RequestMemory(state, turn, digester);
        Authority = new Authority(state, Registry);
        Signers = new Signers(state, turn, Registry);
        TransferNumbers = new TransferNumbers(state, turn, digester);
        Agents = new Agents(state, turn, Registry);

        RiskViews = new RiskViews(state, valuer, margin);
        StateViews = new StateViews(state, RiskViews);
        var interests = new OpenInterests(state);
        ChainViews = new ChainViews(state, valuer, bands, interests);
        Answers = new Answers(state, valuer, StateViews, ChainViews, RiskViews, interests);
        Invariants = new StateInvariants(state, turn, new RiskInvariants(state, margin));
    }

    public Registry Registry { get; }
    public RestingOrders Resting { get; }
    public BookPublisher Publisher { get; }
    public CashTransfers CashTransfers { get; }
    public OptionTransfers OptionTransfers { get; }
    public ExternalHoldings ExternalHoldings { get; }
    public AccountSettings AccountSettings { get; }
    public ProtectionSettings ProtectionSettings { get; }
    public LiquidationStages Stages { get; }
    public Examiner Examiner { get; }
    public LiquidationSteps LiquidationSteps { get; }
    public Shortfalls Shortfalls { get; }
    public Expiries Expiries { get; }
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

    /// <summary>Gives a command to its handler.</summary>
    public RejectCode Dispatch(EngineCommand command) => command switch
    {
        PlaceOrder place => Orders.Place(place.Wallet, place.Order),
        CancelOrder cancel => Orders.Cancel(cancel.Wallet, cancel.Order),
        ReplaceOrder replace => Orders.Replace(replace.Wallet, replace.Target, replace.Order, replace.TotalSize),
        CancelAll cancelAll => Orders.ApplyCancelAll(cancelAll),
        CancelAllAfter after => DeadManSwitches.ApplyCancelAllAfter(after),
        BulkOrders bulk => Orders.ApplyBulk(bulk),
        RfqExecute rfq => Quotes.ApplyRfq(rfq),
        MarketAction market => Listings.ApplyMarketAction(market),
        TradingModeUpdate mode => VenueTerms.ApplyTradingMode(mode),
        TickExpiry expiry => Settlement.ApplyTickExpiry(expiry),
        Tick => RejectCode.None,
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
        LiquidationBonusUpdate bonus => AccountSettings.ApplyLiquidationBonus(bonus),
        MmpConfigUpdate config => ProtectionSettings.ApplyMmpConfig(config),
        MmpReset reset => ProtectionSettings.ApplyMmpReset(reset),
        ApproveAgent approve => Agents.ApplyApproveAgent(approve),
        RevokeAgent revoke => Agents.ApplyRevokeAgent(revoke),
        NonceAdvance => RejectCode.None,
        SetRules rules => VenueTerms.ApplySetRules(rules),
        SetPmSettlementPoolConfig pool => VenueTerms.ApplySettlementPool(pool),
        _ => throw new EngineInvariantException($"no handler for {command.Type}"),
    };
}
