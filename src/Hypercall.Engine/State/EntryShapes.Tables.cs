using Hypercall.Engine.Book;

namespace Hypercall.Engine.State;

/// <summary>Entries that name others by their numbers: orders, positions, instruments, agents.</summary>
internal static partial class EntryShapes
{
    /// <summary>Bytes of what every order has.</summary>
    public const int LeastOrderBytes = 44;

    /// <summary>What every order has; its place in the queue is its place in the snapshot.</summary>
    /// <returns>Whether the rest follows, which few orders have.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Walk<V>(ref V v, ref OrderNode o)
        where V : struct, IFields, allows ref struct
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
        o.Flags = (OrderFlags)v.Tag(
            "flags", (byte)o.Flags, (byte)(OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp));
        return v.Has("detail", o.HasRareDetail);
    }

    /// <summary>What few orders have.</summary>
    public static void Walk<V>(ref V v, TimeInForce timeInForce, ref OrderDetail d)
        where V : struct, IFields, allows ref struct
    {
        if (timeInForce == TimeInForce.Gtd)
            d.ExpiresAtMs = v.Int64("expiry", d.ExpiresAtMs, 1, Instant.MaxMs);
        d.Builder = Optional.Address(ref v, "builder", d.Builder);
        d.ClientId = Optional.Text(ref v, "client id", d.ClientId, OrderTerms.MaxClientIdBytes);
        d.IsLiquidation = v.Boolean("liquidation", d.IsLiquidation);
    }

    /// <summary>The order in a slot, whole.</summary>
    public static void Walk<V>(ref V v, OrderStore store, int slot)
        where V : struct, IFields, allows ref struct
    {
        ref OrderNode node = ref store.Change(slot);
        if (!Walk(ref v, ref node))
            return;
        OrderDetail detail = store.Detail(slot);
        Walk(ref v, node.TimeInForce, ref detail);
    }

    /// <summary>A position with its keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Walk<V>(ref V v, ref PositionEntry p)
        where V : struct, IFields, allows ref struct
    {
        p.Wallet = Number(ref v, "wallet", p.Wallet);
        p.Instrument = Number(ref v, "instrument", p.Instrument);
        p.QuantityUnits = v.Int64(
            "quantity", p.QuantityUnits, -Quantity.MaxExposureUnits, Quantity.MaxExposureUnits);
        p.CostUnits = Cash(ref v, "cost", p.CostUnits);
    }

    /// <summary>An external perpetual position with its keys.</summary>
    public static PerpEntry Walk<V>(ref V v, in PerpEntry p)
        where V : struct, IFields, allows ref struct => new(
            Number(ref v, "wallet", p.Wallet),
            Number(ref v, "underlying", p.Underlying),
            v.Int64("size", p.SizeUnits, -Quantity.MaxExposureUnits, Quantity.MaxExposureUnits),
            v.Int64("entry price", p.EntryUnits, 0, Price.MaxUnits));

    /// <summary>An instrument with its number.</summary>
    public static InstrumentEntry Walk<V>(ref V v, in InstrumentEntry i)
        where V : struct, IFields, allows ref struct => new(
            Number(ref v, "instrument", i.Number),
            v.Text("symbol", i.Symbol, 0, TextLimits.MaxSymbolBytes),
            (InstrumentStatus)v.Tag("status", (byte)i.Status, (byte)InstrumentStatus.ExpiredPendingPrice),
            v.Time("expiry", i.ExpiryMs),
            v.Int64("settlement average", i.TwapUnits, 0, Price.MaxUnits),
            v.Int64("venue's holding", i.HeldUnits, 0, Quantity.MaxHeldUnits));

    /// <summary>An agent with its keys.</summary>
    public static void Walk<V>(ref V v, ref AgentTable.Entry a)
        where V : struct, IFields, allows ref struct
    {
        a.Key = new AgentTable.Key(Number(ref v, "wallet", a.Key.Wallet), v.Address("agent", a.Key.Agent));
        a.DeathMs = v.Int64("agent's death", a.DeathMs, 0, long.MaxValue);
    }

    /// <summary>A signer and its nonces, ascending; there is at least one.</summary>
    public static WalletAddress Walk<V>(ref V v, WalletAddress signer, ref BoundedNonceSet nonces)
        where V : struct, IFields, allows ref struct
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
    public static (int Wallet, int Underlying) WalkKey<V>(ref V v, int wallet, int underlying)
        where V : struct, IFields, allows ref struct =>
        (Number(ref v, "wallet", wallet), Number(ref v, "underlying", underlying));

    /// <summary>Sums of a protection's window, as a change record has them in place of its fills.</summary>
    public static MmpTotals Walk<V>(ref V v, in MmpTotals totals)
        where V : struct, IFields, allows ref struct => new(
            v.Int128("quantity", totals.QuantityUnits),
            v.Int128("delta", totals.DeltaUnits),
            v.Int128("vega", totals.VegaUnits));

    /// <summary>The number of an entry, or how many there are.</summary>
    public static int Number<V>(ref V v, string name, int number)
        where V : struct, IFields, allows ref struct => (int)Math.Min(v.VarInt(name, number), MaxItems);
}
