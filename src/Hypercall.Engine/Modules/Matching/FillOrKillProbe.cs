using Hypercall.Engine.Modules.Protection;

namespace Hypercall.Engine.Modules.Matching;

/// <summary>
/// Whether running a fill-or-kill order would fill it whole, found by walking the makers with what the fills would
/// change kept aside: positions for reduce-only orders, windows for protected ones. Nothing of the state changes.
/// Project rule: neither may it pass over more than <see cref="MostPassedOver"/> orders that protection would have
/// cancelled, since a refused order costs its sender nothing.
/// </summary>
internal sealed class FillOrKillProbe(EngineState state, MarketMakerProtection protection)
{
    private const int MostPassedOver = 10_000;

    private readonly Dictionary<int, ProbedMaker> _probedMakers = new(new WalletNumberComparer());

    /// <summary>A maker's wallet during the walk.</summary>
    private struct ProbedMaker
    {
        /// <summary>What the walk's fills have added to its position.</summary>
        public long PositionDeltaUnits;

        /// <summary>Its window with what the walk's fills have added; null before the first.</summary>
        public MmpTotals? Window;

        /// <summary>True once its protection would have tripped: its protected orders are gone.</summary>
        public bool IsFrozen;
    }

    public bool CanFillWhole(WalletAccount? wallet, in OrderTerms order, Instrument instrument, in PositionEntry entry)
    {
        _probedMakers.Clear();
        long remaining = order.Size.Units;
        long takerRoom = (order.Flags & OrderFlags.ReduceOnly) != 0
            ? Math.Abs(entry.QuantityUnits)
            : long.MaxValue;
        if (takerRoom < remaining)
            return false;

        StpMode stp = order.Stp ?? state.Rules.DefaultStp;
        MmpTotals? takerWindow = null;
        int met = 0;
        int passedOver = 0;
        bool takerIsProtected = (order.Flags & OrderFlags.Mmp) != 0 && wallet is not null;
        LimitOrderBook book = instrument.Book;
        for (int slot = book.BestOrder(Sides.Opposite(order.Side)); slot >= 0; slot = book.NextOrder(slot))
        {
            ref readonly OrderNode maker = ref state.Orders.Store.Node(slot);
            if (!Sides.Crosses(order.Side, order.Price.Units, maker.PriceUnits))
                return false;
            if (WouldBeGone(maker))
            {
                if (++passedOver > MostPassedOver)
                    return false;
                continue;
            }

            if (++met > state.Rules.MaxMakers)
                return false;
            if (wallet is not null && maker.Wallet == wallet.Number)
            {
                if (stp != StpMode.CancelMaker)
                    return false;
                continue;
            }

            long filled = ProbeFill(instrument, maker, remaining);
            remaining -= filled;
            if (remaining == 0)
                return true;
            long signed = Sides.Signed(order.Side, filled);
            if (filled != 0 && takerIsProtected && WouldBreach(wallet!.Number, instrument, signed, ref takerWindow))
                return false;
        }

        return false;
    }

    /// <summary>Whether protection would have cancelled a maker before its turn.</summary>
    private bool WouldBeGone(in OrderNode maker) =>
        (maker.Flags & OrderFlags.Mmp) != 0
        && _probedMakers.TryGetValue(maker.Wallet, out ProbedMaker probed) && probed.IsFrozen;

    /// <summary>
    /// What a maker would fill of <paramref name="remaining"/> at its turn; 0 when it would be cancelled.
    /// </summary>
    private long ProbeFill(Instrument instrument, in OrderNode maker, long remaining)
    {
        ref ProbedMaker probed = ref CollectionsMarshal.GetValueRefOrAddDefault(_probedMakers, maker.Wallet, out _);
        bool isProtected = (maker.Flags & OrderFlags.Mmp) != 0;
        long units = Math.Min(remaining, maker.RemainingUnits);
        if ((maker.Flags & OrderFlags.ReduceOnly) != 0)
        {
            int slot = state.Positions.Find(maker.Wallet, instrument.Number);
            long position = (slot < 0 ? 0 : state.Positions[slot].QuantityUnits) + probed.PositionDeltaUnits;
            units = Math.Min(units, Math.Max(0, maker.Side == Side.Buy ? -position : position));
        }

        long signed = Sides.Signed(maker.Side, units);
        probed.PositionDeltaUnits += signed;
        if (isProtected && units != 0)
            probed.IsFrozen = WouldBreach(maker.Wallet, instrument, signed, ref probed.Window);
        return units;
    }

    /// <summary>
    /// Whether one more fill would trip a wallet's protection; it is added to the window as the walk has it.
    /// </summary>
    private bool WouldBreach(int wallet, Instrument instrument, long signedUnits, ref MmpTotals? window)
    {
        if (state.Mmp.Find(wallet, instrument.Underlying.Number) is not { Enabled: true } mmp)
            return false;
        MmpTotals before = window ?? mmp.TotalsAt(state.TimestampMs, state.Rules.Mmp.Window);
        MmpTotals after = before + protection.Count(instrument, signedUnits, out bool hasGreeks);
        window = after;
        return mmp.FindBreach(after, hasGreeks, state.Rules.Mmp.Breach) is not null;
    }

    /// <summary>Clients have a say in which wallets stand in a book.</summary>
    private sealed class WalletNumberComparer : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int obj) => SeededHash.Of((ulong)obj);
    }
}
