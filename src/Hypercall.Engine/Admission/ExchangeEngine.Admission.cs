using Hypercall.Engine.Commands;
using Hypercall.Engine.Fees;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Mmp;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Rules;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>
/// Checks 4 to 12 of engine.md §4 for a new order, in their order: the first that fails gives the code. Nothing here
/// changes any state.
/// </summary>
public sealed partial class ExchangeEngine
{
    private UnderlyingRules _generalRules;

    /// <summary>What the wallet has in the order's instrument, besides the order.</summary>
    private readonly record struct Exposure(long PositionUnits, long OpenBuyUnits, long OpenSellUnits)
    {
        public long OpenUnits(Side side) => side == Side.Buy ? OpenBuyUnits : OpenSellUnits;

        public bool IsReducedBy(Side side) => side == Side.Buy ? PositionUnits < 0 : PositionUnits > 0;
    }

    private Rejection CheckOrder(
        WalletAccount? wallet, in OrderTerms order, int replacedSlot, out Instrument? instrument)
    {
        instrument = _state.Markets.Find(order.Symbol);
        UnderlyingRules rules;
        if (instrument is not null)
            rules = instrument.Underlying.Rules;
        else if (ParsedInstrument.TryParse(order.Symbol, out ParsedInstrument? parsed))
            rules = RulesOf(parsed.Key.Underlying);
        else
            return new Rejection(RejectCode.InvalidSymbol, new RejectArguments(0, 0, order.Symbol));

        Exposure exposure = ExposureOf(wallet, instrument);
        Rejection rejection = CheckPrice(order.Price.Units, rules);
        if (!rejection.IsRejected)
            rejection = CheckSize(order.Size.Units, rules, exposure);
        if (!rejection.IsRejected)
            rejection = CheckOrderIdentity(wallet, order, replacedSlot);
        if (!rejection.IsRejected)
            rejection = CheckInstrument(instrument, order.Symbol);
        if (!rejection.IsRejected)
            rejection = CheckWallet(wallet, order, instrument!, exposure);
        if (!rejection.IsRejected)
            rejection = CheckExecution(wallet, order, instrument!, exposure);
        return rejection;
    }

    private UnderlyingRules RulesOf(string underlying)
    {
        foreach (UnderlyingOverride item in _state.Rules.Overrides)
        {
            if (string.Equals(item.Underlying, underlying, StringComparison.Ordinal))
                return UnderlyingRules.Resolve(_state.Rules, underlying);
        }

        return _generalRules;
    }

    private Exposure ExposureOf(WalletAccount? wallet, Instrument? instrument)
    {
        if (wallet is null || instrument is null)
            return default;
        int slot = _state.Positions.Find(wallet.Number, instrument.Number);
        if (slot < 0)
            return default;
        ref PositionEntry entry = ref _state.Positions[slot];
        return new Exposure(entry.QuantityUnits, entry.OpenBuyUnits, entry.OpenSellUnits);
    }

    private Rejection CheckPrice(long price, UnderlyingRules rules)
    {
        if (price <= 0)
            return new Rejection(RejectCode.InvalidPrice, new RejectArguments(price, 0));
        if (price > Price.MaxUnits)
            return RejectCode.Overflow;
        long tick = rules.TickUnitsAt(price);
        if (price % tick != 0)
            return new Rejection(RejectCode.PriceOffTick, new RejectArguments(price, tick));
        int figures = _state.Rules.SignificantFigures;
        if (figures != 0 && SignificantFigures(price) > figures)
            return new Rejection(RejectCode.TooManySignificantFigures, new RejectArguments(price, figures));
        return Rejection.None;
    }

    private static int SignificantFigures(long price)
    {
        // Most prices end in many zeros of the 8 decimals: strip them in large steps first.
        while (price % 10_000 == 0)
            price /= 10_000;
        while (price % 10 == 0)
            price /= 10;
        int figures = 0;
        for (; price != 0; price /= 10)
            figures++;
        return figures;
    }

    private static Rejection CheckSize(long size, UnderlyingRules rules, in Exposure exposure)
    {
        if (size <= 0)
            return new Rejection(RejectCode.InvalidSize, new RejectArguments(size, 0));
        if (size % rules.SizeStepUnits != 0)
            return new Rejection(RejectCode.SizeOffStep, new RejectArguments(size, rules.SizeStepUnits));
        if (size < rules.MinSizeUnits)
            return new Rejection(RejectCode.SizeTooSmall, new RejectArguments(size, rules.MinSizeUnits));
        if (size > rules.MaxSizeUnits)
            return new Rejection(RejectCode.SizeTooLarge, new RejectArguments(size, rules.MaxSizeUnits));
        long total = Math.Abs(exposure.PositionUnits) + exposure.OpenBuyUnits + exposure.OpenSellUnits;
        return total > Quantity.MaxExposureUnits - size ? RejectCode.Overflow : Rejection.None;
    }

    private Rejection CheckOrderIdentity(WalletAccount? wallet, in OrderTerms order, int replacedSlot)
    {
        if (order.ClientId is not null)
        {
            int bytes = System.Text.Encoding.UTF8.GetByteCount(order.ClientId);
            if (bytes > OrderTerms.MaxClientIdBytes)
            {
                return new Rejection(
                    RejectCode.ClientIdTooLong, new RejectArguments(bytes, OrderTerms.MaxClientIdBytes));
            }

            int holder = wallet is null ? -1 : _state.Orders.FindByClientId(wallet, order.ClientId);
            if (holder >= 0 && holder != replacedSlot)
            {
                long orderId = _state.Orders.Store.Node(holder).OrderId;
                return new Rejection(RejectCode.ClientIdInUse, new RejectArguments(orderId, 0, order.ClientId));
            }
        }

        bool expiryFits = order.TimeInForce == TimeInForce.Gtd
            ? order.ExpiresAtMs > _state.TimestampMs
            : order.ExpiresAtMs is null;
        if (!expiryFits)
        {
            return new Rejection(
                RejectCode.InvalidExpiry, new RejectArguments(order.ExpiresAtMs ?? 0, _state.TimestampMs));
        }

        bool immediate = order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok;
        return immediate && (order.Flags & OrderFlags.PostOnly) != 0 ? RejectCode.InvalidFlags : Rejection.None;
    }

    private Rejection CheckInstrument(Instrument? instrument, string symbol)
    {
        if (instrument is null)
            return new Rejection(RejectCode.UnknownInstrument, new RejectArguments(0, 0, symbol));
        if (instrument.Status == InstrumentStatus.ExpiredPendingPrice)
            return RejectCode.InstrumentExpired;
        if (instrument.Status == InstrumentStatus.Halted)
            return RejectCode.InstrumentHalted;
        return _state.Markets.Allows(instrument.Underlying, TradingModes.Orderbook)
            ? Rejection.None
            : RejectCode.TradingModeDisabled;
    }

    private Rejection CheckWallet(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in Exposure exposure)
    {
        LiquidationState liquidation = wallet?.LiquidationState ?? LiquidationState.Healthy;
        bool allowed = liquidation switch
        {
            LiquidationState.Healthy => true,
            LiquidationState.PreLiquidation => ReducesRisk(order, exposure),
            _ => false,
        };
        if (!allowed)
            return RejectCode.LiquidationRestricted;

        int openOrders = wallet?.OpenOrders ?? 0;
        int maxOrders = wallet?.Tier is null ? _state.Rules.Tier.MaxOpenOrders : wallet.TierMaxOpenOrders;
        if (openOrders >= maxOrders)
            return new Rejection(RejectCode.TooManyOpenOrders, new RejectArguments(openOrders, maxOrders));
        int positions = wallet?.OpenPositions ?? 0;
        int maxPositions = wallet?.Tier is null ? _state.Rules.Tier.MaxOpenPositions : wallet.TierMaxOpenPositions;
        if (positions >= maxPositions && exposure.PositionUnits == 0)
            return new Rejection(RejectCode.TooManyPositions, new RejectArguments(positions, maxPositions));

        if ((order.Flags & OrderFlags.Mmp) != 0 && wallet is not null
            && _state.Mmp.Find(wallet.Number, instrument.Underlying.Number) is { Enabled: true } mmp
            && mmp.IsFrozen(_state.TimestampMs))
        {
            long until = mmp.FrozenUntilMs == MmpState.UntilReset ? 0 : mmp.FrozenUntilMs;
            return new Rejection(RejectCode.MmpFrozen, new RejectArguments(until, 0));
        }

        return Rejection.None;
    }

    /// <summary>Opposite to the position with all open size on that side covered by it, or reduce-only.</summary>
    private static bool ReducesRisk(in OrderTerms order, in Exposure exposure) =>
        (order.Flags & OrderFlags.ReduceOnly) != 0
        || (exposure.IsReducedBy(order.Side)
            && order.Size.Units + exposure.OpenUnits(order.Side) <= Math.Abs(exposure.PositionUnits));

    private Rejection CheckExecution(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in Exposure exposure)
    {
        if ((order.Flags & OrderFlags.ReduceOnly) != 0 && !exposure.IsReducedBy(order.Side))
            return RejectCode.ReduceOnlyWouldIncrease;
        if ((order.Flags & OrderFlags.PostOnly) != 0
            && instrument.Book.BestPriceUnits(Opposite(order.Side)) is { } best
            && Crosses(order.Side, order.Price.Units, best))
        {
            return new Rejection(RejectCode.PostOnlyWouldCross, new RejectArguments(best, 0));
        }

        if (order.TimeInForce == TimeInForce.Fok && !CanFillWhole(wallet, order, instrument, exposure))
            return RejectCode.FillOrKillUnfillable;
        return NeedsMissingIndex(instrument.Underlying)
            ? new Rejection(RejectCode.MissingIndexPrice, new RejectArguments(0, 0, instrument.Underlying.Name))
            : Rejection.None;
    }

    private bool NeedsMissingIndex(Underlying underlying) =>
        FeeService.NeedsIndexPrice(underlying.Rules.Fees) && !HasCurrentIndex(underlying);

    /// <summary>True when there is an index price and it is not too old.</summary>
    private bool HasCurrentIndex(Underlying underlying)
    {
        long maxAge = _state.Rules.MaxPriceAgeMs;
        return underlying.IndexPriceUnits > 0
            && (maxAge == 0 || _state.TimestampMs - underlying.IndexTimeMs <= maxAge);
    }

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private static bool Crosses(Side side, long limitUnits, long otherUnits) =>
        side == Side.Buy ? limitUnits >= otherUnits : limitUnits <= otherUnits;
}
