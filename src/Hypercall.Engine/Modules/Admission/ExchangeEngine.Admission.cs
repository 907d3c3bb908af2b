using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Modules.Fees;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// Checks 4 to 12 of engine.md §4 for a new order, in their order: the first that fails gives the code. Nothing here
/// changes any state.
/// </summary>
public sealed partial class ExchangeEngine
{
    private UnderlyingRules _generalRules;

    /// <summary>What the wallet has in the order's instrument, besides the order.</summary>
    private struct Exposure
    {
        public long PositionUnits;
        public long OpenBuyUnits;
        public long OpenSellUnits;

        /// <summary>What the limit of a wallet's exposure counts.</summary>
        public readonly long TotalUnits => Math.Abs(PositionUnits) + OpenBuyUnits + OpenSellUnits;

        public readonly long OpenUnits(Side side) => side == Side.Buy ? OpenBuyUnits : OpenSellUnits;

        public readonly bool IsReducedBy(Side side) => side == Side.Buy ? PositionUnits < 0 : PositionUnits > 0;
    }

    private RejectCode CheckOrder(
        WalletAddress address, WalletAccount? wallet, in OrderTerms order, int replacedSlot, out Instrument? instrument)
    {
        instrument = _state.Markets.Find(order.Symbol);
        UnderlyingRules rules;
        if (instrument is not null)
            rules = instrument.Underlying.Rules;
        else if (ParsedInstrument.TryParse(order.Symbol, out ParsedInstrument? parsed))
            rules = RulesOf(parsed.Key.Underlying);
        else
            return Reject(RejectCode.InvalidSymbol, 0, 0, order.Symbol);

        GetExposure(wallet, instrument, out Exposure exposure);
        RejectCode rejection = CheckPrice(order.Price.Units, rules);
        if (rejection == RejectCode.None)
            rejection = CheckSize(order.Size.Units, rules, exposure);
        if (rejection == RejectCode.None)
            rejection = CheckBand(instrument, order.Side, order.Price.Units);
        if (rejection == RejectCode.None)
            rejection = CheckOrderIdentity(address, wallet, order, replacedSlot);
        if (rejection == RejectCode.None)
            rejection = CheckInstrument(instrument, order.Symbol, TradingModes.Orderbook);
        if (rejection == RejectCode.None)
            rejection = CheckWallet(wallet, order, instrument!, exposure);
        if (rejection == RejectCode.None)
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

    private void GetExposure(WalletAccount? wallet, Instrument? instrument, out Exposure exposure)
    {
        exposure = default;
        if (wallet is null || instrument is null)
            return;
        int slot = _state.Positions.Find(wallet.Number, instrument.Number);
        if (slot < 0)
            return;
        ref PositionEntry entry = ref _state.Positions[slot];
        exposure.PositionUnits = entry.QuantityUnits;
        exposure.OpenBuyUnits = entry.OpenBuyUnits;
        exposure.OpenSellUnits = entry.OpenSellUnits;
    }

    private RejectCode CheckPrice(long price, UnderlyingRules rules)
    {
        if (price <= 0)
            return Reject(RejectCode.InvalidPrice, price, 0);
        if (price > Price.MaxUnits)
            return RejectCode.Overflow;
        long tick = rules.TickUnitsAt(price);
        if (price % tick != 0)
            return Reject(RejectCode.PriceOffTick, price, tick);
        int figures = _state.Rules.SignificantFigures;
        if (figures != 0 && SignificantFigures(price) > figures)
            return Reject(RejectCode.TooManySignificantFigures, price, figures);
        return RejectCode.None;
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

    private RejectCode CheckSize(long size, UnderlyingRules rules, in Exposure exposure)
    {
        if (size <= 0)
            return Reject(RejectCode.InvalidSize, size, 0);
        if (size % rules.SizeStepUnits != 0)
            return Reject(RejectCode.SizeOffStep, size, rules.SizeStepUnits);
        if (size < rules.MinSizeUnits)
            return Reject(RejectCode.SizeTooSmall, size, rules.MinSizeUnits);
        if (size > rules.MaxSizeUnits)
            return Reject(RejectCode.SizeTooLarge, size, rules.MaxSizeUnits);
        bool isWithinLimits = exposure.TotalUnits <= Quantity.MaxExposureUnits - size && _state.HasOrderIdsLeft;
        return isWithinLimits ? RejectCode.None : RejectCode.Overflow;
    }

    private RejectCode CheckOrderIdentity(
        WalletAddress address, WalletAccount? wallet, in OrderTerms order, int replacedSlot)
    {
        if (order.ClientId is not null)
        {
            int bytes = System.Text.Encoding.UTF8.GetByteCount(order.ClientId);
            if (bytes > OrderTerms.MaxClientIdBytes)
            {
                return Reject(RejectCode.ClientIdTooLong, bytes, OrderTerms.MaxClientIdBytes);
            }

            int holder = wallet is null ? -1 : _state.Orders.FindByClientId(wallet, order.ClientId);
            if (holder >= 0 && holder != replacedSlot)
            {
                long orderId = _state.Orders.Store.Node(holder).OrderId;
                return Reject(RejectCode.ClientIdInUse, orderId, 0, order.ClientId);
            }
        }

        bool expiryFits = order.TimeInForce == TimeInForce.Gtd
            ? order.ExpiresAtMs > _state.TimestampMs
            : order.ExpiresAtMs is null;
        if (!expiryFits)
        {
            return Reject(RejectCode.InvalidExpiry, order.ExpiresAtMs ?? 0, _state.TimestampMs);
        }

        bool immediate = order.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok;
        if (immediate && (order.Flags & OrderFlags.PostOnly) != 0)
            return RejectCode.InvalidFlags;
        bool isBuilderKnown = order.Builder is not { } builder
            || (builder != address && _state.Rules.Builders.AsSpan().BinarySearch(builder) >= 0);
        return isBuilderKnown ? RejectCode.None : RejectCode.UnknownBuilder;
    }

    private RejectCode CheckInstrument(Instrument? instrument, string symbol, TradingModes mode)
    {
        if (instrument is null)
            return Reject(RejectCode.UnknownInstrument, 0, 0, symbol);
        if (instrument.Status == InstrumentStatus.ExpiredPendingPrice)
            return RejectCode.InstrumentExpired;
        if (instrument.Status == InstrumentStatus.Halted)
            return RejectCode.InstrumentHalted;
        return _state.Markets.Allows(instrument.Underlying, mode)
            ? RejectCode.None
            : RejectCode.TradingModeDisabled;
    }

    private RejectCode CheckWallet(
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
            return Reject(RejectCode.TooManyOpenOrders, openOrders, maxOrders);
        int positions = wallet?.OpenPositions ?? 0;
        int maxPositions = wallet?.Tier is null ? _state.Rules.Tier.MaxOpenPositions : wallet.TierMaxOpenPositions;
        if (positions >= maxPositions && exposure.PositionUnits == 0)
            return Reject(RejectCode.TooManyPositions, positions, maxPositions);

        if ((order.Flags & OrderFlags.Mmp) != 0 && wallet is not null
            && _state.Mmp.Find(wallet.Number, instrument.Underlying.Number) is { Enabled: true } mmp
            && mmp.IsFrozen(_state.TimestampMs))
        {
            long until = mmp.FrozenUntilMs == MmpState.UntilReset ? 0 : mmp.FrozenUntilMs;
            return Reject(RejectCode.MmpFrozen, until, 0);
        }

        return RejectCode.None;
    }

    /// <summary>Opposite to the position with all open size on that side covered by it, or reduce-only.</summary>
    private static bool ReducesRisk(in OrderTerms order, in Exposure exposure) =>
        (order.Flags & OrderFlags.ReduceOnly) != 0
        || (exposure.IsReducedBy(order.Side)
            && order.Size.Units + exposure.OpenUnits(order.Side) <= Math.Abs(exposure.PositionUnits));

    private RejectCode CheckExecution(
        WalletAccount? wallet, in OrderTerms order, Instrument instrument, in Exposure exposure)
    {
        if ((order.Flags & OrderFlags.ReduceOnly) != 0 && !exposure.IsReducedBy(order.Side))
            return RejectCode.ReduceOnlyWouldIncrease;
        if ((order.Flags & OrderFlags.PostOnly) != 0
            && instrument.Book.BestPriceUnits(Opposite(order.Side)) is { } best
            && Crosses(order.Side, order.Price.Units, best))
        {
            return Reject(RejectCode.PostOnlyWouldCross, best, 0);
        }

        if (order.TimeInForce == TimeInForce.Fok && !CanFillWhole(wallet, order, instrument, exposure))
            return RejectCode.FillOrKillUnfillable;
        RejectCode rejection = CheckMargin(wallet, order, instrument, exposure);
        if (rejection != RejectCode.None)
            return rejection;
        return !ReducesRisk(order, exposure) && NeedsMissingIndex(instrument.Underlying)
            ? Reject(RejectCode.MissingIndexPrice, 0, 0, instrument.Underlying.Name)
            : RejectCode.None;
    }

    private bool NeedsMissingIndex(Underlying underlying) =>
        FeeService.NeedsIndexPrice(underlying.Rules.Fees) && !_valuer.HasCurrentIndex(underlying);

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private static bool Crosses(Side side, long limitUnits, long otherUnits) =>
        side == Side.Buy ? limitUnits >= otherUnits : limitUnits <= otherUnits;
}
