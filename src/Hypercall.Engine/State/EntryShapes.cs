namespace Hypercall.Engine.State;

/// <summary>
/// The canonical values of the state's entries, as they stand in snapshots and in change records: each is declared here
/// once, and written, read and told by name as it is walked, in place.
/// </summary>
internal static partial class EntryShapes
{
    private const int MaxItems = int.MaxValue / 2;

    /// <summary>Far more than wallets without margin come to, and little enough to be added up.</summary>
    private static readonly Int128 MaxCashUnits = Int128.MaxValue >> 4;

    private static readonly VolatilitySmile AnySmile = new(0, 0, 0, []);

    extension<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        /// <summary>A wallet's own values with its address, which has a reader of its own.</summary>
        public void WalkWhole(WalletAccount w)
        {
            v.Address("address", w.Address);
            v.Walk(w);
        }

        /// <summary>A wallet's own values without its address; orders and positions stand elsewhere.</summary>
        public void Walk(WalletAccount w)
        {
            w.CashUnits = v.Money("cash", w.CashUnits);
            w.Mode = (MarginMode)v.Tag("margin mode", (byte)w.Mode, (byte)MarginMode.Portfolio);
            w.LiquidationState = (LiquidationState)v.Tag(
                "liquidation", (byte)w.LiquidationState, (byte)LiquidationState.Liquidated);
            w.BonusPpm = v.Int32("bonus", w.BonusPpm);
            w.CancelAllAtMs = v.Time("dead-man's switch", w.CancelAllAtMs);
            (bool hasTier, bool hasDebt, bool hasStage, bool hasEquity) = v.Members(
                "wallet members", w.Tier is not null, w.DebtUnits != 0, w.Stage is not null,
                w.HypercoreEquityUnits != 0);
            w.Tier = hasTier ? v.Text("tier", w.Tier!, 0, TierUpdate.MaxTierBytes) : null;
            w.TierMaxOpenOrders = hasTier ? v.Int32("open orders", w.TierMaxOpenOrders) : 0;
            w.TierMaxOpenPositions = hasTier ? v.Int32("open positions", w.TierMaxOpenPositions) : 0;
            w.DebtUnits = hasDebt ? v.Money("debt", w.DebtUnits) : 0;
            v.Require(w.DebtUnits >= 0, "negative debt");
            w.Stage = hasStage ? v.Walk(w.Stage ?? AnyStage) : null;
            w.HypercoreEquityUnits = hasEquity ? v.Money("external equity", w.HypercoreEquityUnits) : 0;
        }

        /// <summary>The venue's own accounts.</summary>
        public void Walk(Ledger ledger) => v.Walk(ledger, LedgerMembers.All);

        /// <summary>The venue's accounts that a command changed.</summary>
        public void WalkChanged(Ledger ledger, LedgerMembers changed) =>
            v.Walk(ledger, (LedgerMembers)v.Tag("accounts", (byte)changed, (byte)LedgerMembers.All));

        private void Walk(Ledger ledger, LedgerMembers members)
        {
            if ((members & LedgerMembers.Clearing) != 0)
                ledger.ClearingUnits = v.Money("clearing", ledger.ClearingUnits);
            if ((members & LedgerMembers.Fees) != 0)
                ledger.FeesUnits = v.Money("fees", ledger.FeesUnits);
            if ((members & LedgerMembers.Insurance) != 0)
                ledger.InsuranceUnits = v.Money("insurance", ledger.InsuranceUnits);
            if ((members & LedgerMembers.Deposits) != 0)
                ledger.DepositsUnits = v.Money("deposits", ledger.DepositsUnits);
            if ((members & LedgerMembers.Withdrawals) != 0)
                ledger.WithdrawalsUnits = v.Money("withdrawals", ledger.WithdrawalsUnits);
            if ((members & LedgerMembers.HoldingsSettled) != 0)
                ledger.HoldingsSettledUnits = v.Money("holdings settled", ledger.HoldingsSettledUnits);
        }

        /// <summary>A source and its last transfer.</summary>
        public (string Name, SourceRecord Record) Walk(string name, in SourceRecord record) => (
            v.Text("source", name, 0, TransferLimits.MaxSourceBytes),
            new SourceRecord(
                v.Int64("transfer number", record.Number, 1, long.MaxValue),
                v.UInt128("digest", record.Digest),
                v.Int64("sequence", record.Sequence, 1, long.MaxValue),
                v.WalkRejection(record.Rejection)));

        /// <summary>A protection state without the fills of its window.</summary>
        public void Walk(MmpState mmp)
        {
            mmp.Enabled = v.Boolean("enabled", mmp.Enabled);
            mmp.IntervalMs = v.Int64("interval", mmp.IntervalMs, 1, Instant.MaxMs);
            mmp.FrozenTimeMs = v.Time("frozen time", mmp.FrozenTimeMs);
            mmp.QuantityLimitUnits = v.Optional("quantity limit", mmp.QuantityLimitUnits);
            mmp.DeltaLimitUnits = v.Optional("delta limit", mmp.DeltaLimitUnits);
            mmp.VegaLimitUnits = v.Optional("vega limit", mmp.VegaLimitUnits);
            mmp.ConfigNonce = v.Int64("config nonce", mmp.ConfigNonce, 1, long.MaxValue);
            mmp.FrozenUntilMs = v.Int64("frozen until", mmp.FrozenUntilMs, 0, long.MaxValue);
        }

        /// <summary>The fills of a protection's window.</summary>
        public void WalkWindow(MmpState mmp)
        {
            int fills = v.Count("fills", mmp.FillCount, MaxItems, 56);
            for (int rank = 0; rank < fills && !v.Failed; rank++)
            {
                MmpFillRecord fill = v.Walk(V.Makes ? default : mmp[rank]);
                if (V.Makes)
                    mmp.Record(fill, int.MaxValue, default);
            }
        }

        private MmpFillRecord Walk(in MmpFillRecord fill) => new(
            v.Time("fill time", fill.TimestampMs),
            new MmpTotals(
                v.Money("quantity", fill.Counted.QuantityUnits),
                v.Money("delta", fill.Counted.DeltaUnits),
                v.Money("vega", fill.Counted.VegaUnits)));

        /// <summary>An underlying with its name, which has a reader of its own.</summary>
        public void WalkWhole(Underlying underlying)
        {
            v.WalkName(underlying.Name);
            v.Walk(underlying);
        }

        /// <summary>The name of an underlying.</summary>
        public string WalkName(string name) =>
            v.Text("underlying", name, 0, ParsedInstrument.MaxUnderlyingLength);

        /// <summary>An underlying without its name: price, modes, pool, points of the index, smiles.</summary>
        public void Walk(Underlying underlying)
        {
            v.WalkIndexPrice(underlying);
            underlying.Modes = v.WalkModes(underlying.Modes);
            underlying.SettlementPool = v.OptionalPart<V, SettlementPoolConfig, SettlementPoolShape>(
                "settlement pool", underlying.SettlementPool);
            v.Walk(underlying.History);
            v.Walk(underlying.Smiles);
        }

        /// <summary>An underlying's last index price and its time.</summary>
        public void WalkIndexPrice(Underlying underlying)
        {
            underlying.IndexPriceUnits = v.Int64("index price", underlying.IndexPriceUnits, 0, Price.MaxUnits);
            underlying.IndexTimeMs = v.Time("index time", underlying.IndexTimeMs);
        }

        private void Walk(IndexHistory history)
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

        private void Walk(List<VolatilitySmile> smiles)
        {
            int count = v.Count("smiles", smiles.Count, MaxItems, 21);
            if (V.Makes)
                smiles.Clear();
            for (int rank = 0; rank < count && !v.Failed; rank++)
            {
                VolatilitySmile smile = v.Walk(V.Makes ? AnySmile : smiles[rank]);
                if (V.Makes)
                    smiles.Add(smile);
            }
        }

        /// <summary>Trading modes, one more than their bits; 0 where they were never set.</summary>
        public TradingModes? WalkModes(TradingModes? modes)
        {
            byte value = modes is { } set ? (byte)((byte)set + 1) : (byte)0;
            value = v.Tag("trading modes", value, (byte)TradingModes.All + 1);
            return value == 0 ? null : (TradingModes)(value - 1);
        }

        /// <summary>A volatility smile.</summary>
        public VolatilitySmile Walk(VolatilitySmile smile)
        {
            int date = v.Int32("expiry date", smile.ExpiryDate);
            long expiry = v.Int64("expiry", smile.ExpiryMs);
            long updated = v.Time("smile time", smile.UpdatedAtMs);
            int count = v.Count("points", smile.Points.Length, int.MaxValue, VolatilityPointShape.LeastBytes);
            VolatilityPoint[] points = V.Makes ? new VolatilityPoint[count] : smile.Points;
            v.Rows<VolatilityPoint, VolatilityPointShape>("points", points);
            return V.Makes ? new VolatilitySmile(date, expiry, updated, points) : smile;
        }

        /// <summary>A remembered outcome.</summary>
        public void Walk(ref OutcomeEntry entry)
        {
            entry.Key = v.WalkKey(entry.Key);
            (entry.Sequence, entry.TimestampMs) = v.WalkPlace(entry.Sequence, entry.TimestampMs);
            entry.Rejection = v.WalkRejection(entry.Rejection);
            entry.OrderId = v.VarInt("order id", entry.OrderId);
            entry.Status = v.Tag("status", entry.Status, OutcomeEntry.NoStatus);
            v.Require(
                entry.Status is OutcomeEntry.NoStatus or <= (byte)OrderStatus.Canceled, "an order's status is unknown");
            entry.FilledUnits = v.Int64("filled", entry.FilledUnits, 0, Quantity.MaxExposureUnits);
            entry.CommandDigest = v.UInt128("digest", entry.CommandDigest);
            v.WalkResults(ref entry);
        }

        /// <summary>The key of a remembered outcome, with which it begins.</summary>
        public OutcomeKey WalkKey(in OutcomeKey key)
        {
            UInt128 id = v.UInt128("request id", key.RequestId);
            var scope = (RequestScope)v.Tag("scope", (byte)key.Scope, (byte)RequestScope.Address);
            WalletAddress address = scope == RequestScope.Venue ? default : v.Address("address", key.Address);
            return new OutcomeKey(id, scope, address);
        }

        /// <summary>When a remembered command was applied: what follows the key.</summary>
        public (long Sequence, long TimestampMs) WalkPlace(long sequence, long timestampMs) =>
            (v.Int64("sequence", sequence, 1, long.MaxValue), v.Time("time", timestampMs));

        /// <summary>Results of a bulk, one more than there are; 0 for what is none.</summary>
        private void WalkResults(ref OutcomeEntry entry)
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
                    v.WalkCode(result.Code), v.VarInt("order id", result.OrderId));
            }
        }

        private Int128 Money(string name, Int128 units) => v.Cash(name, new Cash(units), MaxCashUnits).Units;
    }
}
