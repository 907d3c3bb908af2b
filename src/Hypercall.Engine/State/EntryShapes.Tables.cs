namespace Hypercall.Engine.State;

/// <summary>Entries that name others by their numbers: orders, positions, instruments, agents.</summary>
internal static partial class EntryShapes
{
    /// <summary>Bytes of what every order has.</summary>
    public const int LeastOrderBytes = 44;

    extension<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        /// <summary>What every order has; its place in the queue is its place in the snapshot.</summary>
        /// <returns>Whether the rest follows, which few orders have.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Walk(ref OrderNode o)
        {
            o.OrderId = v.Int64("order id", o.OrderId, 1, long.MaxValue);
            o.PriceUnits = v.Int64("price", o.PriceUnits, 1, Price.MaxUnits);
            o.SizeUnits = v.Int64("size", o.SizeUnits, 1, Quantity.MaxExposureUnits);
            o.RemainingUnits = v.Int64("remaining", o.RemainingUnits, 1, Quantity.MaxExposureUnits);
            v.Require(o.RemainingUnits <= o.SizeUnits, "more remains of an order than its size");
            o.Wallet = v.Int32("wallet", o.Wallet);
            o.Instrument = v.Int32("instrument", o.Instrument);
            o.Side = (Side)v.Tag("side", (byte)o.Side, (byte)Side.Sell);
            o.TimeInForce = (TimeInForce)v.Tag("time in force", (byte)o.TimeInForce, (byte)TimeInForce.Gtd);
            o.Flags = (OrderFlags)v.Tag("flags", (byte)o.Flags, (byte)OrderTermsShape.AllFlags);
            return v.Has("detail", o.HasRareDetail);
        }

        /// <summary>What few orders have.</summary>
        public void Walk(TimeInForce timeInForce, ref OrderDetail d)
        {
            if (timeInForce == TimeInForce.Gtd)
                d.ExpiresAtMs = v.Int64("expiry", d.ExpiresAtMs, 1, Instant.MaxMs);
            d.Builder = v.Optional("builder", d.Builder);
            d.ClientId = v.Optional("client id", d.ClientId, OrderTerms.MaxClientIdBytes);
            d.IsLiquidation = v.Boolean("liquidation", d.IsLiquidation);
        }

        /// <summary>The order in a slot, whole.</summary>
        public void Walk(OrderStore store, int slot)
        {
            ref OrderNode node = ref store.Change(slot);
            if (!v.Walk(ref node))
                return;
            OrderDetail detail = store.Detail(slot);
            v.Walk(node.TimeInForce, ref detail);
        }

        /// <summary>A position with its keys.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Walk(ref PositionEntry p)
        {
            p.Wallet = v.Number("wallet", p.Wallet);
            p.Instrument = v.Number("instrument", p.Instrument);
            p.QuantityUnits = v.Int64(
                "quantity", p.QuantityUnits, -Quantity.MaxExposureUnits, Quantity.MaxExposureUnits);
            p.CostUnits = v.Money("cost", p.CostUnits);
        }

        /// <summary>An external perpetual position with its keys.</summary>
        public PerpEntry Walk(in PerpEntry p) => new(
            v.Number("wallet", p.Wallet),
            v.Number("underlying", p.Underlying),
            v.Int64("size", p.SizeUnits, -Quantity.MaxExposureUnits, Quantity.MaxExposureUnits),
            v.Int64("entry price", p.EntryUnits, 0, Price.MaxUnits));

        /// <summary>An instrument with its number.</summary>
        public InstrumentEntry Walk(in InstrumentEntry i) => new(
            v.Number("instrument", i.Number),
            v.Text("symbol", i.Symbol, 0, TextLimits.MaxSymbolBytes),
            (InstrumentStatus)v.Tag("status", (byte)i.Status, (byte)InstrumentStatus.ExpiredPendingPrice),
            v.Time("expiry", i.ExpiryMs),
            v.Int64("settlement average", i.TwapUnits, 0, Price.MaxUnits),
            v.Int64("venue's holding", i.HeldUnits, 0, Quantity.MaxHeldUnits));

        /// <summary>An agent with its keys.</summary>
        public void Walk(ref AgentTable.Entry a)
        {
            a.Key = new AgentTable.Key(v.Number("wallet", a.Key.Wallet), v.Address("agent", a.Key.Agent));
            a.DeathMs = v.Int64("agent's death", a.DeathMs, 0, long.MaxValue);
        }

        /// <summary>A signer and its nonces, ascending; there is at least one.</summary>
        public WalletAddress Walk(WalletAddress signer, ref BoundedNonceSet nonces)
        {
            signer = v.Address("signer", signer);
            int count = v.Count("nonces", nonces.Count, BoundedNonceSet.Capacity, 8);
            v.Require(count > 0, "a signer without a nonce");
            for (int rank = 0; rank < count && !v.Failed; rank++)
            {
                long nonce = v.Int64("nonce", V.Makes ? 0 : nonces[rank]);
                if (!V.Makes)
                    continue;
                v.Require(rank == 0 || nonce > nonces.Highest, "nonces out of order");
                if (!v.Failed)
                    nonces.Add(nonce);
            }

            return signer;
        }

        /// <summary>Of which wallet and underlying a protection is.</summary>
        public (int Wallet, int Underlying) WalkKey(int wallet, int underlying) =>
            (v.Number("wallet", wallet), v.Number("underlying", underlying));

        /// <summary>Sums of a protection's window, as a change record has them in place of its fills.</summary>
        public MmpTotals Walk(in MmpTotals totals) => new(
            v.Int128("quantity", totals.QuantityUnits),
            v.Int128("delta", totals.DeltaUnits),
            v.Int128("vega", totals.VegaUnits));

        /// <summary>The number of an entry, or how many there are.</summary>
        public int Number(string name, int number) => (int)Math.Min(v.VarInt(name, number), MaxItems);
    }
}
