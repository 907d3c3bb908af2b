using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>
/// The canonical values of the state's entries, as they stand in snapshots and in change records; an entry is walked in
/// place. What names another entry, and orders, are written and read by their tables.
/// </summary>
internal static class EntryShapes
{
    /// <summary>A stage that begins at the latest time ends after it, and may be put off.</summary>
    private const long MaxStageEndMs = Instant.MaxMs + 2 * Domain.Rules.RuleLimits.MaxStageMs;

    private static readonly Int128 MaxCashUnits = Int128.MaxValue >> 20;

    [Flags]
    private enum WalletMembers : byte
    {
        None = 0,
        Tier = 1,
        Debt = 2,
        Stage = 4,
        HypercoreEquity = 8,
        All = Tier | Debt | Stage | HypercoreEquity,
    }

    /// <summary>A wallet's own values without its address; orders and positions stand elsewhere.</summary>
    public static void Walk<V>(ref V v, WalletAccount w)
        where V : struct, IFields, allows ref struct
    {
        w.CashUnits = Cash(ref v, "cash", w.CashUnits);
        w.Mode = (MarginMode)v.Tag("margin mode", (byte)w.Mode, (byte)MarginMode.Portfolio);
        w.LiquidationState = (LiquidationState)v.Tag(
            "liquidation", (byte)w.LiquidationState, (byte)LiquidationState.Liquidated);
        w.BonusPpm = v.Int32("bonus", w.BonusPpm);
        w.CancelAllAtMs = v.Time("dead-man's switch", w.CancelAllAtMs);
        var has = (WalletMembers)v.Tag("wallet members", (byte)Present(w), (byte)WalletMembers.All);
        if (has != WalletMembers.None)
            WalkRare(ref v, w, has);
    }

    private static WalletMembers Present(WalletAccount w) =>
        (w.Tier is not null ? WalletMembers.Tier : 0)
        | (w.DebtUnits != 0 ? WalletMembers.Debt : 0)
        | (w.Stage is not null ? WalletMembers.Stage : 0)
        | (w.HypercoreEquityUnits != 0 ? WalletMembers.HypercoreEquity : 0);

    private static void WalkRare<V>(ref V v, WalletAccount w, WalletMembers has)
        where V : struct, IFields, allows ref struct
    {
        if ((has & WalletMembers.Tier) != 0)
        {
            w.Tier = v.Text("tier", w.Tier!, 0, Commands.TierUpdate.MaxTierBytes);
            w.TierMaxOpenOrders = v.Int32("open orders", w.TierMaxOpenOrders);
            w.TierMaxOpenPositions = v.Int32("open positions", w.TierMaxOpenPositions);
        }

        if ((has & WalletMembers.Debt) != 0)
            w.DebtUnits = Cash(ref v, "debt", w.DebtUnits);
        v.Require(w.DebtUnits >= 0, "negative debt");
        if ((has & WalletMembers.Stage) != 0)
            w.Stage = Walk(ref v, w.Stage);
        if ((has & WalletMembers.HypercoreEquity) != 0)
            w.HypercoreEquityUnits = Cash(ref v, "external equity", w.HypercoreEquityUnits);
    }

    private static LiquidationStage Walk<V>(ref V v, LiquidationStage? stage)
        where V : struct, IFields, allows ref struct
    {
        long entered = v.Time("start of a grace", stage?.EnteredAtMs ?? 0);
        long ends = v.Int64("end of a grace", stage?.EndsAtMs ?? 0, 0, MaxStageEndMs);
        long pause = v.Int64("end of a pause", stage?.PauseUntilMs ?? 0, 0, MaxStageEndMs);
        return V.Makes || stage is null
            ? new LiquidationStage { EnteredAtMs = entered, EndsAtMs = ends, PauseUntilMs = pause }
            : stage;
    }

    /// <summary>The venue's own accounts.</summary>
    public static void Walk<V>(ref V v, Ledger ledger)
        where V : struct, IFields, allows ref struct
    {
        ledger.ClearingUnits = Cash(ref v, "clearing", ledger.ClearingUnits);
        ledger.FeesUnits = Cash(ref v, "fees", ledger.FeesUnits);
        ledger.InsuranceUnits = Cash(ref v, "insurance", ledger.InsuranceUnits);
        ledger.DepositsUnits = Cash(ref v, "deposits", ledger.DepositsUnits);
        ledger.WithdrawalsUnits = Cash(ref v, "withdrawals", ledger.WithdrawalsUnits);
        ledger.HoldingsSettledUnits = Cash(ref v, "holdings settled", ledger.HoldingsSettledUnits);
    }

    /// <summary>The last transfer of a source.</summary>
    public static SourceRecord Walk<V>(ref V v, in SourceRecord record)
        where V : struct, IFields, allows ref struct => new(
            v.Int64("transfer number", record.Number, 1, long.MaxValue),
            v.UInt128("digest", record.Digest),
            v.Int64("sequence", record.Sequence, 1, long.MaxValue),
            RejectionShape.Walk(ref v, record.Rejection));

    /// <summary>A protection state without the fills of its window.</summary>
    public static void Walk<V>(ref V v, MmpState mmp)
        where V : struct, IFields, allows ref struct
    {
        mmp.Enabled = v.Boolean("enabled", mmp.Enabled);
        mmp.IntervalMs = v.Int64("interval", mmp.IntervalMs, 1, Instant.MaxMs);
        mmp.FrozenTimeMs = v.Time("frozen time", mmp.FrozenTimeMs);
        mmp.QuantityLimitUnits = Optional(ref v, "quantity limit", mmp.QuantityLimitUnits);
        mmp.DeltaLimitUnits = Optional(ref v, "delta limit", mmp.DeltaLimitUnits);
        mmp.VegaLimitUnits = Optional(ref v, "vega limit", mmp.VegaLimitUnits);
        mmp.ConfigNonce = v.Int64("config nonce", mmp.ConfigNonce, 1, long.MaxValue);
        mmp.FrozenUntilMs = v.Int64("frozen until", mmp.FrozenUntilMs, 0, long.MaxValue);
    }

    /// <summary>One record of a protection's window.</summary>
    public static MmpFillRecord Walk<V>(ref V v, in MmpFillRecord fill)
        where V : struct, IFields, allows ref struct => new(
            v.Time("fill time", fill.TimestampMs),
            Cash(ref v, "quantity", fill.QuantityUnits),
            Cash(ref v, "delta", fill.DeltaUnits),
            Cash(ref v, "vega", fill.VegaUnits));

    /// <summary>An underlying's price, modes and pool; its points and smiles follow.</summary>
    public static void Walk<V>(ref V v, Underlying underlying)
        where V : struct, IFields, allows ref struct
    {
        underlying.IndexPriceUnits = v.Int64("index price", underlying.IndexPriceUnits, 0, Price.MaxUnits);
        underlying.IndexTimeMs = v.Time("index time", underlying.IndexTimeMs);
        underlying.Modes = WalkModes(ref v, underlying.Modes);
        underlying.SettlementPool = v.Has("settlement pool", underlying.SettlementPool.HasValue)
            ? SettlementPoolShape.Walk(ref v, underlying.SettlementPool.GetValueOrDefault())
            : null;
    }

    /// <summary>Trading modes, one more than their bits; 0 where they were never set.</summary>
    public static TradingModes? WalkModes<V>(ref V v, TradingModes? modes)
        where V : struct, IFields, allows ref struct
    {
        byte value = modes is { } set ? (byte)((byte)set + 1) : (byte)0;
        value = v.Tag("trading modes", value, (byte)TradingModes.All + 1);
        return value == 0 ? null : (TradingModes)(value - 1);
    }

    /// <summary>A volatility smile.</summary>
    public static VolatilitySmile Walk<V>(ref V v, VolatilitySmile smile)
        where V : struct, IFields, allows ref struct
    {
        int date = v.Int32("expiry date", smile.ExpiryDate);
        long expiry = v.Int64("expiry", smile.ExpiryMs);
        long updated = v.Time("smile time", smile.UpdatedAtMs);
        int count = v.Count("points", smile.Points.Length, int.MaxValue, VolatilityPointShape.LeastBytes);
        VolatilityPoint[] points = V.Makes ? new VolatilityPoint[count] : smile.Points;
        for (int i = 0; i < count; i++)
        {
            VolatilityPoint point = VolatilityPointShape.Walk(ref v, points[i]);
            if (V.Makes)
                points[i] = point;
        }

        return V.Makes ? new VolatilitySmile(date, expiry, updated, points) : smile;
    }

    /// <summary>A remembered outcome.</summary>
    public static void Walk<V>(ref V v, ref OutcomeEntry entry)
        where V : struct, IFields, allows ref struct
    {
        UInt128 id = v.UInt128("request id", entry.Key.RequestId);
        var scope = (RequestScope)v.Tag("scope", (byte)entry.Key.Scope, (byte)RequestScope.Address);
        WalletAddress address = scope == RequestScope.Venue ? default : v.Address("address", entry.Key.Address);
        entry.Key = new OutcomeKey(id, scope, address);
        entry.Sequence = v.Int64("sequence", entry.Sequence, 1, long.MaxValue);
        entry.TimestampMs = v.Time("time", entry.TimestampMs);
        entry.Rejection = RejectionShape.Walk(ref v, entry.Rejection);
        entry.OrderId = v.VarInt("order id", entry.OrderId);
        entry.Status = v.Tag("status", entry.Status, OutcomeEntry.NoStatus);
        v.Require(
            entry.Status is OutcomeEntry.NoStatus or <= (byte)OrderStatus.Canceled, "an order's status is unknown");
        entry.FilledUnits = v.Int64("filled", entry.FilledUnits, 0, Quantity.MaxExposureUnits);
        entry.CommandDigest = v.UInt128("digest", entry.CommandDigest);
        WalkResults(ref v, ref entry);
    }

    /// <summary>Results of a bulk, one more than there are; 0 for what is none.</summary>
    private static void WalkResults<V>(ref V v, ref OutcomeEntry entry)
        where V : struct, IFields, allows ref struct
    {
        int known = entry.Results is null ? 0 : entry.Results.Length + 1;
        int count = v.Count("results", known, Commands.BulkOrders.MaxActions + 1, 0);
        if (count == 0)
            return;
        if (V.Makes)
            entry.Results = new RememberedResult[count - 1];
        foreach (ref RememberedResult result in entry.Results.AsSpan())
        {
            result = new RememberedResult(
                RejectionShape.WalkCode(ref v, result.Code), v.VarInt("order id", result.OrderId));
        }
    }

    private static Int128 Cash<V>(ref V v, string name, Int128 units)
        where V : struct, IFields, allows ref struct => v.Cash(name, new Cash(units), MaxCashUnits).Units;

    private static long? Optional<V>(ref V v, string name, long? units)
        where V : struct, IFields, allows ref struct =>
        v.Has(name, units.HasValue) ? v.Int64(name, units.GetValueOrDefault()) : null;
}
