using Hypercall.Engine.Modules.Accounting;
using Hypercall.Engine.Modules.Admission;
using Hypercall.Engine.Modules.Fees;

namespace Hypercall.Engine.Modules.Rfq;

/// <summary>
/// Requests for quote: trades outside the book between two wallets, all legs or none (engine.md §5). They have no
/// order ids, no protection, no self-trade prevention and no builder.
/// </summary>
internal sealed class QuoteExecution(
    EngineState state, Turn turn, OptionValuer valuer, MarginCalculator margin, PriceBands bands,
    MarginChecks marginChecks, OrderChecks orderChecks, FillAccounting fills)
{
    private readonly Instrument?[] _instruments = new Instrument?[RfqExecute.MaxLegs];

    public Refusal? ApplyRfq(RfqExecute command)
    {
        if (CheckRfq(command, state.Wallets.Find(command.Taker), state.Wallets.Find(command.Maker)) is { } rejection)
            return rejection;
        WalletAccount taker = state.Wallets.GetOrAdd(command.Taker);
        WalletAccount maker = state.Wallets.GetOrAdd(command.Maker);
        for (int i = 0; i < command.Legs.Length; i++)
            FillLeg(taker, maker, command.Legs[i]);
        return null;
    }

    private void FillLeg(WalletAccount taker, WalletAccount maker, in RfqLeg leg) => fills.Execute(new Trade(
        taker, maker, state.Markets.Find(leg.Symbol)!, leg.Price.Units, Sides.Signed(leg.Side, leg.Size.Units),
        FillSource.Rfq));

    /// <summary>
    /// The checks in the order of engine.md §5: the first that fails gives the code. Nothing there changes any state.
    /// </summary>
    private Refusal? CheckRfq(RfqExecute command, WalletAccount? taker, WalletAccount? maker)
    {
        if (CheckRfqTerms(command) is { } rejection)
            return rejection;
        RfqLegs legs = FindInstruments(command);
        return CheckLegShapes(legs, taker, maker)
            ?? CheckLegInstruments(legs)
            ?? CheckLegLiquidation(legs, taker, isTaker: true)
            ?? CheckLegLiquidation(legs, maker, isTaker: false)
            ?? CheckLegPositions(legs, taker)
            ?? CheckLegPositions(legs, maker)
            ?? CheckLegMargins(legs, taker, maker)
            ?? CheckLegIndexes(legs, taker, maker);
    }

    private RfqLegs FindInstruments(RfqExecute command)
    {
        for (int i = 0; i < command.Legs.Length; i++)
            _instruments[i] = state.Markets.Find(command.Legs[i].Symbol);
        return new RfqLegs(command.Legs, _instruments);
    }

    private Refusal? CheckRfqTerms(RfqExecute command)
    {
        int legs = command.Legs.Length;
        if (legs is 0 or > RfqExecute.MaxLegs || !IsRfqId(command.RfqId) || !IsRfqId(command.QuoteId))
            return turn.Reject(RejectCode.InvalidRfq, legs, RfqExecute.MaxLegs);
        return command.Taker == command.Maker ? RejectCode.RfqSelfTrade : null;
    }

    private static bool IsRfqId(string id) =>
        System.Text.Encoding.UTF8.GetByteCount(id) is >= 1 and <= RfqExecute.MaxIdBytes;

    private Refusal? CheckLegShapes(in RfqLegs legs, WalletAccount? taker, WalletAccount? maker)
    {
        Refusal? found = null;
        for (int i = 0; found is null && i < legs.Length; i++)
            found = CheckLegShape(legs, i, taker, maker);
        return found;
    }

    /// <summary>
    /// As an order's of the taker, but banded on both sides; earlier legs in the same symbol count to both parties'
    /// entry.
    /// </summary>
    private Refusal? CheckLegShape(
        in RfqLegs legs, int index, WalletAccount? taker, WalletAccount? maker)
    {
        RfqLeg leg = legs[index];
        Instrument? instrument = legs.InstrumentOf(index);
        if (orderChecks.RulesOf(instrument, leg.Symbol) is not { } rules)
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, leg.Symbol);
        long earlier = EarlierUnits(legs, index, Side.Buy) + EarlierUnits(legs, index, Side.Sell);
        PositionEntry taking = state.Positions.Of(taker, instrument);
        taking.OpenBuyUnits += earlier;
        if ((orderChecks.CheckPrice(leg.Price.Units, rules) ?? orderChecks.CheckSize(leg.Size.Units, rules, taking))
            is { } rejection)
        {
            return rejection;
        }

        if (state.Positions.Of(maker, instrument).TotalUnits + earlier > Quantity.MaxExposureUnits - leg.Size.Units)
            return RejectCode.Overflow;
        return bands.CheckBand(instrument, Side.Buy, leg.Price.Units)
            ?? bands.CheckBand(instrument, Side.Sell, leg.Price.Units);
    }

    /// <summary>Contracts of the legs before one in its symbol and on a side.</summary>
    private static long EarlierUnits(in RfqLegs legs, int index, Side side)
    {
        long units = 0;
        for (int i = 0; i < index; i++)
        {
            if (legs[i].Side == side && string.Equals(legs[i].Symbol, legs[index].Symbol, StringComparison.Ordinal))
                units += legs[i].Size.Units;
        }

        return units;
    }

    /// <summary>The instruments of all legs, then their trading modes.</summary>
    private Refusal? CheckLegInstruments(in RfqLegs legs)
    {
        Refusal? found = null;
        for (int i = 0; found is null && i < legs.Length; i++)
            found = orderChecks.CheckInstrument(legs.InstrumentOf(i), legs[i].Symbol);
        for (int i = 0; found is null && i < legs.Length; i++)
            found = orderChecks.CheckMode(legs.InstrumentOf(i)!, TradingModes.Rfq);
        return found;
    }

    private Refusal? CheckLegLiquidation(in RfqLegs legs, WalletAccount? wallet, bool isTaker)
    {
        bool isRestricted = wallet is { LiquidationState: not LiquidationState.Healthy }
            && (wallet.LiquidationState != LiquidationState.PreLiquidation || !AllReduceRisk(legs, wallet, isTaker));
        return isRestricted ? RejectCode.LiquidationRestricted : null;
    }

    private bool AllReduceRisk(in RfqLegs legs, WalletAccount? wallet, bool isTaker)
    {
        for (int i = 0; i < legs.Length; i++)
        {
            Side side = SideOf(legs[i], isTaker);
            ref readonly PositionEntry entry = ref state.Positions.Of(wallet, legs.InstrumentOf(i));
            long open = entry.OpenUnits(side) + EarlierUnits(legs, i, legs[i].Side);
            bool reduces = entry.IsReducedBy(side) && legs[i].Size.Units + open <= Math.Abs(entry.QuantityUnits);
            if (!reduces)
                return false;
        }

        return true;
    }

    /// <summary>
    /// Every leg in a symbol of its own that the wallet has no position in takes one of the tier's places.
    /// </summary>
    private Refusal? CheckLegPositions(in RfqLegs legs, WalletAccount? wallet)
    {
        int positions = wallet?.OpenPositions ?? 0;
        int maxPositions = wallet?.Tier is null ? state.Rules.Tier.MaxOpenPositions : wallet.TierMaxOpenPositions;
        for (int i = 0; i < legs.Length; i++)
        {
            ref readonly PositionEntry entry = ref state.Positions.Of(wallet, legs.InstrumentOf(i));
            if (entry.QuantityUnits != 0 || !legs.IsFirstOfInstrument(i))
                continue;
            if (positions >= maxPositions)
                return turn.Reject(RejectCode.TooManyPositions, positions, maxPositions);
            positions++;
        }

        return null;
    }

    /// <summary>Every leg needs a mark, current or last; then each party's margin.</summary>
    private Refusal? CheckLegMargins(in RfqLegs legs, WalletAccount? taker, WalletAccount? maker)
    {
        if (!state.Rules.MarginEnabled)
            return MarginChecks.CheckUnmargined(taker) ?? MarginChecks.CheckUnmargined(maker);
        for (int i = 0; i < legs.Length; i++)
        {
            if (!valuer.Best(legs.InstrumentOf(i)!, out _).HasMark)
                return RejectCode.MissingMark;
        }

        return CheckLegMargin(legs, taker, isTaker: true) ?? CheckLegMargin(legs, maker, isTaker: false);
    }

    /// <summary>
    /// One party's band of distress, then its excess and worth after all legs, each filled with the fee of its role.
    /// </summary>
    private Refusal? CheckLegMargin(in RfqLegs legs, WalletAccount? wallet, bool isTaker)
    {
        MarginFigures before = margin.Before(wallet);
        if (MarginChecks.IsInDistress(wallet, before) && CheckLegDistress(legs, isTaker) is { } rejection)
            return rejection;
        WorthFigure worthBefore = margin.Worth();
        Int128 aloneBefore = margin.ExcessOfPositionsUnits();
        for (int i = 0; i < legs.Length; i++)
        {
            Instrument instrument = legs.InstrumentOf(i)!;
            FeeRules fees = instrument.Underlying.Rules.Fees;
            long price = legs[i].Price.Units;
            long units = legs[i].Size.Units;
            Int128 fee = FeeService.RoleFeeUnits(
                instrument.Underlying, isTaker ? fees.TakerPpm : fees.MakerPpm, price, units);
            margin.Hypothesis.Fill(instrument, Sides.Signed(SideOf(legs[i], isTaker), units), price, fee);
        }

        return marginChecks.RejectFor(MarginAdmission.DecideQuote(new MarginChange(
            before, margin.Compute(), worthBefore, margin.Worth(), aloneBefore,
            margin.ExcessOfPositionsUnits())));
    }

    private Refusal? CheckLegDistress(in RfqLegs legs, bool isTaker)
    {
        Refusal? found = null;
        for (int i = 0; found is null && i < legs.Length; i++)
            found = bands.CheckDistress(legs.InstrumentOf(i)!, SideOf(legs[i], isTaker), legs[i].Price.Units);
        return found;
    }

    private static Side SideOf(in RfqLeg leg, bool isTaker) => isTaker ? leg.Side : Sides.Opposite(leg.Side);

    /// <summary>Only what increases a party's risk needs a current index price for its fees.</summary>
    private Refusal? CheckLegIndexes(in RfqLegs legs, WalletAccount? taker, WalletAccount? maker)
    {
        if (AllReduceRisk(legs, taker, isTaker: true) && AllReduceRisk(legs, maker, isTaker: false))
            return null;
        for (int i = 0; i < legs.Length; i++)
        {
            Underlying underlying = legs.InstrumentOf(i)!.Underlying;
            if (orderChecks.NeedsMissingIndex(underlying))
                return turn.Reject(RejectCode.MissingIndexPrice, 0, 0, underlying.Name);
        }

        return null;
    }
}
