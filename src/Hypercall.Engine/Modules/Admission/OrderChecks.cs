using System.Numerics;
using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.Modules.Matching;

namespace Hypercall.Engine.Modules.Admission;

/// <summary>
/// Checks 4 to 12 of engine.md §4 for a new order, in their order: the first that fails gives the code. Nothing here
/// changes any state.
/// </summary>
internal sealed class OrderChecks(
    EngineState state, Turn turn, OptionValuer valuer, PriceBands bands, MarginChecks marginChecks,
    FillOrKillProbe probe)
{
    public Refusal? CheckOrder(
        WalletAddress address, WalletAccount? wallet, in OrderTerms order, int replacedSlot, out Instrument? instrument)
    {
        instrument = state.Markets.Find(order.Symbol);
        if (RulesOf(instrument, order.Symbol) is not { } rules)
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, order.Symbol);
        ref readonly PositionEntry entry = ref state.Positions.Of(wallet, instrument);
        return CheckPrice(order.Price.Units, rules)
            ?? CheckSize(order.Size.Units, rules, entry)
            ?? CheckRoom(order.Size.Units, instrument)
            ?? bands.CheckBand(instrument, order.Side, order.Price.Units)
            ?? CheckOrderIdentity(address, wallet, order, replacedSlot)
            ?? CheckInstrument(instrument, order.Symbol)
            ?? CheckMode(instrument!, TradingModes.Orderbook)
            ?? CheckWallet(wallet, order, instrument!, entry)
            ?? CheckExecution(wallet, order, instrument!, entry);
    }

    /// <summary>The rules for a symbol, which may have no instrument; null where it is none.</summary>
    public UnderlyingRules? RulesOf(Instrument? instrument, string symbol) => instrument is null
        ? ParsedInstrument.TryParse(symbol, out ParsedInstrument? parsed) ? state.RulesOf(parsed.Key.Underlying) : null
        : instrument.Underlying.Rules;

    public Refusal? CheckPrice(long price, UnderlyingRules rules)
    {
        if (price <= 0)
            return turn.Reject(RejectCode.InvalidPrice, price, 0);
        if (price > Price.MaxUnits)
            return RejectCode.Overflow;
        long tick = rules.TickUnitsAt(price);
        if (price % tick != 0)
            return turn.Reject(RejectCode.PriceOffTick, price, tick);
        int figures = state.Rules.SignificantFigures;
        if (figures != 0 && HasMoreFigures(price, figures))
            return turn.Reject(RejectCode.TooManySignificantFigures, price, figures);
        return null;
    }

    /// <summary>Whether other digits than zeros stand behind the first so many of a price.</summary>
    private static bool HasMoreFigures(long price, int figures)
    {
        // The logarithm of 2 is a little more than 1,233 / 4,096: of some bits there may be one digit more.
        int digits = ((BitOperations.Log2((ulong)price) + 1) * 1_233) >> 12;
        if (price >= DecimalText.PowersOfTen[digits])
            digits++;
        return digits > figures && price % DecimalText.PowersOfTen[digits - figures] != 0;
    }

    public Refusal? CheckSize(long size, UnderlyingRules rules, in PositionEntry entry)
    {
        if (size <= 0)
            return turn.Reject(RejectCode.InvalidSize, size, 0);
        if (size % rules.SizeStepUnits != 0)
            return turn.Reject(RejectCode.SizeOffStep, size, rules.SizeStepUnits);
        if (size < rules.MinSizeUnits)
            return turn.Reject(RejectCode.SizeTooSmall, size, rules.MinSizeUnits);
        if (size > rules.MaxSizeUnits)
            return turn.Reject(RejectCode.SizeTooLarge, size, rules.MaxSizeUnits);
        bool isWithinLimits = entry.TotalUnits <= Quantity.MaxExposureUnits - size && state.HasOrderIdsLeft;
        return isWithinLimits ? null : RejectCode.Overflow;
    }

    /// <summary>Whether the book has room for an order: nothing may overflow once matching has begun.</summary>
    private static Refusal? CheckRoom(long size, Instrument? instrument) =>
        instrument is not null && instrument.OpenUnits > Quantity.MaxOpenUnits - size ? RejectCode.Overflow : null;

    private Refusal? CheckOrderIdentity(
        WalletAddress address, WalletAccount? wallet, in OrderTerms order, int replacedSlot)
    {
        if (order.ClientId is not null)
        {
            int bytes = System.Text.Encoding.UTF8.GetByteCount(order.ClientId);
            if (bytes > OrderTerms.MaxClientIdBytes)
                return turn.Reject(RejectCode.ClientIdTooLong, bytes, OrderTerms.MaxClientIdBytes);

            int holder = wallet is null ? -1 : state.Orders.FindByClientId(wallet, order.ClientId);
            if (holder >= 0 && holder != replacedSlot)
            {
                long orderId = state.Orders.Store.Node(holder).OrderId;
                return turn.Reject(RejectCode.ClientIdInUse, orderId, 0, order.ClientId);
            }
        }

        bool expiryFits = order.TimeInForce == TimeInForce.Gtd
            ? order.ExpiresAtMs > state.TimestampMs
            : order.ExpiresAtMs is null;
        if (!expiryFits)
            return turn.Reject(RejectCode.InvalidExpiry, order.ExpiresAtMs ?? 0, state.TimestampMs);

        bool immediate = order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok;
        if (immediate && (order.Flags & OrderFlags.PostOnly) != 0)
            return RejectCode.InvalidFlags;
        bool isBuilderKnown = order.Builder is not { } builder
            || (builder != address && state.Rules.Builders.AsSpan().BinarySearch(builder) >= 0);
        return isBuilderKnown ? null : RejectCode.UnknownBuilder;
    }

    /// <summary>Whether the instrument exists and is active.</summary>
    public Refusal? CheckInstrument(Instrument? instrument, string symbol)
    {
        if (instrument is null)
            return turn.Reject(RejectCode.UnknownInstrument, 0, 0, symbol);
        if (instrument.Status == InstrumentStatus.ExpiredPendingPrice)
            return RejectCode.InstrumentExpired;
        return instrument.Status == InstrumentStatus.Halted ? RejectCode.InstrumentHalted : null;
    }

    /// <summary>Whether the trading modes of the venue and of the underlying have a mode.</summary>
    public Refusal? CheckMode(Instrument instrument, TradingModes mode) =>
        state.Markets.Allows(instrument.Underlying, mode) ? null : RejectCode.TradingModeDisabled;

    private Refusal? CheckWallet(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in PositionEntry entry)
    {
        if (wallet is { LiquidationState: not LiquidationState.Healthy }
            && (wallet.LiquidationState != LiquidationState.PreLiquidation || !entry.IsReducedBy(order)))
        {
            return RejectCode.LiquidationRestricted;
        }

        int openOrders = wallet?.OpenOrders ?? 0;
        int maxOrders = wallet?.Tier is null ? state.Rules.Tier.MaxOpenOrders : wallet.TierMaxOpenOrders;
        if (openOrders >= maxOrders)
            return turn.Reject(RejectCode.TooManyOpenOrders, openOrders, maxOrders);
        int positions = wallet?.OpenPositions ?? 0;
        int maxPositions = wallet?.Tier is null ? state.Rules.Tier.MaxOpenPositions : wallet.TierMaxOpenPositions;
        if (positions >= maxPositions && entry.QuantityUnits == 0)
            return turn.Reject(RejectCode.TooManyPositions, positions, maxPositions);

        if ((order.Flags & OrderFlags.Mmp) != 0 && wallet is not null
            && state.Mmp.Find(wallet.Number, instrument.Underlying.Number) is { Enabled: true } mmp
            && mmp.IsFrozen(state.TimestampMs))
        {
            long until = mmp.FrozenUntilMs == MmpState.UntilReset ? 0 : mmp.FrozenUntilMs;
            return turn.Reject(RejectCode.MmpFrozen, until, 0);
        }

        return null;
    }

    private Refusal? CheckExecution(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in PositionEntry entry)
    {
        if ((order.Flags & OrderFlags.ReduceOnly) != 0 && !entry.IsReducedBy(order.Side))
            return RejectCode.ReduceOnlyWouldIncrease;
        if ((order.Flags & OrderFlags.PostOnly) != 0
            && instrument.Book.BestPriceUnits(Sides.Opposite(order.Side)) is { } best
            && Sides.Crosses(order.Side, order.Price.Units, best))
        {
            return turn.Reject(RejectCode.PostOnlyWouldCross, best, 0);
        }

        if (order.TimeInForce == TimeInForce.Fok && !probe.CanFillWhole(wallet, order, instrument, entry))
            return RejectCode.FillOrKillUnfillable;
        if (marginChecks.CheckMargin(wallet, order, instrument, entry) is { } rejection)
            return rejection;
        return !entry.IsReducedBy(order) && NeedsMissingIndex(instrument.Underlying)
            ? turn.Reject(RejectCode.MissingIndexPrice, 0, 0, instrument.Underlying.Name)
            : null;
    }

    public bool NeedsMissingIndex(Underlying underlying) =>
        FeeService.NeedsIndexPrice(underlying.Rules.Fees) && !valuer.HasCurrentIndex(underlying);
}
