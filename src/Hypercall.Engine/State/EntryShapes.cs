using Hypercall.Engine.Commands;

namespace Hypercall.Engine.State;

/// <summary>
/// The canonical values of the state's entries, as they stand in snapshots and in change records: each is declared here
/// once, and written, read and told by name as it is walked, in place.
/// </summary>
internal static partial class EntryShapes
{
    private const int MaxItems = int.MaxValue / 2;

    private static readonly Int128 MaxCashUnits = Int128.MaxValue >> 20;

    private static readonly VolatilitySmile AnySmile = new(0, 0, 0, []);

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

    /// <summary>A wallet's own values with its address, which has a reader of its own.</summary>
    public static void WalkWhole<V>(ref V v, WalletAccount w)
        where V : struct, IFields, allows ref struct
    {
        v.Address("address", w.Address);
        Walk(ref v, w);
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
        if (has != WalletMembers.None || V.Makes)
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
        bool hasTier = (has & WalletMembers.Tier) != 0;
        w.Tier = hasTier ? v.Text("tier", w.Tier!, 0, TierUpdate.MaxTierBytes) : null;
        w.TierMaxOpenOrders = hasTier ? v.Int32("open orders", w.TierMaxOpenOrders) : 0;
        w.TierMaxOpenPositions = hasTier ? v.Int32("open positions", w.TierMaxOpenPositions) : 0;
        w.DebtUnits = (has & WalletMembers.Debt) != 0 ? Cash(ref v, "debt", w.DebtUnits) : 0;
        v.Require(w.DebtUnits >= 0, "negative debt");
        w.Stage = (has & WalletMembers.Stage) != 0 ? Walk(ref v, w.Stage ?? AnyStage) : null;
        w.HypercoreEquityUnits = (has & WalletMembers.HypercoreEquity) != 0
            ? Cash(ref v, "external equity", w.HypercoreEquityUnits)
            : 0;
    }

    /// <summary>The venue's own accounts.</summary>
    public static void Walk<V>(ref V v, Ledger ledger)
        where V : struct, IFields, allows ref struct => Walk(ref v, ledger, LedgerMembers.All);

    /// <summary>The venue's accounts that a command changed.</summary>
    public static void WalkChanged<V>(ref V v, Ledger ledger, LedgerMembers changed)
        where V : struct, IFields, allows ref struct =>
        Walk(ref v, ledger, (LedgerMembers)v.Tag("accounts", (byte)changed, (byte)LedgerMembers.All));

    private static void Walk<V>(ref V v, Ledger ledger, LedgerMembers members)
        where V : struct, IFields, allows ref struct
    {
        if ((members & LedgerMembers.Clearing) != 0)
            ledger.ClearingUnits = Cash(ref v, "clearing", ledger.ClearingUnits);
        if ((members & LedgerMembers.Fees) != 0)
            ledger.FeesUnits = Cash(ref v, "fees", ledger.FeesUnits);
        if ((members & LedgerMembers.Insurance) != 0)
            ledger.InsuranceUnits = Cash(ref v, "insurance", ledger.InsuranceUnits);
        if ((members & LedgerMembers.Deposits) != 0)
            ledger.DepositsUnits = Cash(ref v, "deposits", ledger.DepositsUnits);
        if ((members & LedgerMembers.Withdrawals) != 0)
            ledger.WithdrawalsUnits = Cash(ref v, "withdrawals", ledger.WithdrawalsUnits);
        if ((members & LedgerMembers.HoldingsSettled) != 0)
            ledger.HoldingsSettledUnits = Cash(ref v, "holdings settled", ledger.HoldingsSettledUnits);
    }

    /// <summary>A source and its last transfer.</summary>
    public static (string Name, SourceRecord Record) Walk<V>(ref V v, string name, in SourceRecord record)
        where V : struct, IFields, allows ref struct => (
            v.Text("source", name, 0, TransferLimits.MaxSourceBytes),
            new SourceRecord(
                v.Int64("transfer number", record.Number, 1, long.MaxValue),
                v.UInt128("digest", record.Digest),
                v.Int64("sequence", record.Sequence, 1, long.MaxValue),
                RejectionShape.Walk(ref v, record.Rejection)));

    /// <summary>A protection state without the fills of its window.</summary>
    public static void Walk<V>(ref V v, MmpState mmp)
        where V : struct, IFields, allows ref struct
    {
        mmp.Enabled = v.Boolean("enabled", mmp.Enabled);
        mmp.IntervalMs = v.Int64("interval", mmp.IntervalMs, 1, Instant.MaxMs);
        mmp.FrozenTimeMs = v.Time("frozen time", mmp.FrozenTimeMs);
        mmp.QuantityLimitUnits = Optional.Int64(ref v, "quantity limit", mmp.QuantityLimitUnits);
        mmp.DeltaLimitUnits = Optional.Int64(ref v, "delta limit", mmp.DeltaLimitUnits);
        mmp.VegaLimitUnits = Optional.Int64(ref v, "vega limit", mmp.VegaLimitUnits);
        mmp.ConfigNonce = v.Int64("config nonce", mmp.ConfigNonce, 1, long.MaxValue);
        mmp.FrozenUntilMs = v.Int64("frozen until", mmp.FrozenUntilMs, 0, long.MaxValue);
    }

    /// <summary>The fills of a protection's window.</summary>
    public static void WalkWindow<V>(ref V v, MmpState mmp)
        where V : struct, IFields, allows ref struct
    {
        int fills = v.Count("fills", mmp.FillCount, MaxItems, 56);
        for (int rank = 0; rank < fills && !v.Failed; rank++)
        {
            MmpFillRecord fill = Walk(ref v, V.Makes ? default : mmp[rank]);
            if (V.Makes)
                mmp.Record(fill, int.MaxValue);
        }
    }

    private static MmpFillRecord Walk<V>(ref V v, in MmpFillRecord fill)
        where V : struct, IFields, allows ref struct => new(
            v.Time("fill time", fill.TimestampMs),
            new MmpTotals(
                Cash(ref v, "quantity", fill.Counted.QuantityUnits),
                Cash(ref v, "delta", fill.Counted.DeltaUnits),
                Cash(ref v, "vega", fill.Counted.VegaUnits)));

    /// <summary>An underlying with its name, which has a reader of its own.</summary>
    public static void WalkWhole<V>(ref V v, Underlying underlying)
        where V : struct, IFields, allows ref struct
    {
        WalkName(ref v, underlying.Name);
        Walk(ref v, underlying);
    }

    /// <summary>The name of an underlying.</summary>
    public static string WalkName<V>(ref V v, string name)
        where V : struct, IFields, allows ref struct =>
        v.Text("underlying", name, 0, ParsedInstrument.MaxUnderlyingLength);

    /// <summary>An underlying without its name: price, modes, pool, points of the index, smiles.</summary>
    public static void Walk<V>(ref V v, Underlying underlying)
        where V : struct, IFields, allows ref struct
    {
        WalkIndexPrice(ref v, underlying);
        underlying.Modes = WalkModes(ref v, underlying.Modes);
        underlying.SettlementPool = v.Has("settlement pool", underlying.SettlementPool.HasValue)
            ? SettlementPoolShape.Walk(ref v, underlying.SettlementPool.GetValueOrDefault())
            : null;
        Walk(ref v, underlying.History);
        Walk(ref v, underlying.Smiles);
    }

    /// <summary>An underlying's last index price and its time.</summary>
    public static void WalkIndexPrice<V>(ref V v, Underlying underlying)
        where V : struct, IFields, allows ref struct
    {
        underlying.IndexPriceUnits = v.Int64("index price", underlying.IndexPriceUnits, 0, Price.MaxUnits);
        underlying.IndexTimeMs = v.Time("index time", underlying.IndexTimeMs);
    }

    private static void Walk<V>(ref V v, IndexHistory history)
        where V : struct, IFields, allows ref struct
    {
        int count = v.Count("index points", history.Count, MaxItems, 16);
        if (V.Makes)
            history.Clear();
        long last = -1;
        for (int rank = 0; rank < count && !v.Failed; rank++)
        {
            IndexPoint point = V.Makes ? default : history[rank];
            point = new IndexPoint(
                v.Time("index point's time", point.TimestampMs),
                v.Int64("index point", point.PriceUnits, 1, Price.MaxUnits));
            v.Require(point.TimestampMs > last, "index points out of order");
            last = point.TimestampMs;
            if (V.Makes)
                history.Add(point.TimestampMs, point.PriceUnits);
        }
    }

    private static void Walk<V>(ref V v, List<VolatilitySmile> smiles)
        where V : struct, IFields, allows ref struct
    {
        int count = v.Count("smiles", smiles.Count, MaxItems, 21);
        if (V.Makes)
            smiles.Clear();
        for (int rank = 0; rank < count && !v.Failed; rank++)
        {
            VolatilitySmile smile = Walk(ref v, V.Makes ? AnySmile : smiles[rank]);
            if (V.Makes)
                smiles.Add(smile);
        }
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
        entry.Key = WalkKey(ref v, entry.Key);
        (entry.Sequence, entry.TimestampMs) = WalkPlace(ref v, entry.Sequence, entry.TimestampMs);
        entry.Rejection = RejectionShape.Walk(ref v, entry.Rejection);
        entry.OrderId = v.VarInt("order id", entry.OrderId);
        entry.Status = v.Tag("status", entry.Status, OutcomeEntry.NoStatus);
        v.Require(
            entry.Status is OutcomeEntry.NoStatus or <= (byte)OrderStatus.Canceled, "an order's status is unknown");
        entry.FilledUnits = v.Int64("filled", entry.FilledUnits, 0, Quantity.MaxExposureUnits);
        entry.CommandDigest = v.UInt128("digest", entry.CommandDigest);
        WalkResults(ref v, ref entry);
    }

    /// <summary>The key of a remembered outcome, with which it begins.</summary>
    public static OutcomeKey WalkKey<V>(ref V v, in OutcomeKey key)
        where V : struct, IFields, allows ref struct
    {
        UInt128 id = v.UInt128("request id", key.RequestId);
        var scope = (RequestScope)v.Tag("scope", (byte)key.Scope, (byte)RequestScope.Address);
        WalletAddress address = scope == RequestScope.Venue ? default : v.Address("address", key.Address);
        return new OutcomeKey(id, scope, address);
    }

    /// <summary>When a remembered command was applied: what follows the key.</summary>
    public static (long Sequence, long TimestampMs) WalkPlace<V>(ref V v, long sequence, long timestampMs)
        where V : struct, IFields, allows ref struct =>
        (v.Int64("sequence", sequence, 1, long.MaxValue), v.Time("time", timestampMs));

    /// <summary>Results of a bulk, one more than there are; 0 for what is none.</summary>
    private static void WalkResults<V>(ref V v, ref OutcomeEntry entry)
        where V : struct, IFields, allows ref struct
    {
        int known = entry.Results is null ? 0 : entry.Results.Length + 1;
        int count = v.Count("results", known, BulkOrders.MaxActions + 1, 0);
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
}
