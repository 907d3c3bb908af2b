using System.Runtime.InteropServices;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.OrderBook;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>
/// Whether running a fill-or-kill order would fill it whole, found by walking the makers with what the fills would
/// change kept aside: positions for reduce-only orders, windows for protected ones. Nothing of the state changes.
/// </summary>
public sealed partial class ExchangeEngine
{
    private readonly Dictionary<int, ProbedMaker> _probedMakers = [];

    /// <summary>A maker's wallet during the walk.</summary>
    private struct ProbedMaker
    {
        /// <summary>What the walk's fills have added to its position.</summary>
        public long PositionDeltaUnits;

        /// <summary>Quantity that the walk's fills have added to its window.</summary>
        public Int128 WindowUnits;

        /// <summary>True once its protection would have tripped: its protected orders are gone.</summary>
        public bool IsFrozen;
    }

    private bool CanFillWhole(WalletAccount? wallet, in OrderTerms order, Instrument instrument, in Exposure exposure)
    {
        _probedMakers.Clear();
        long remaining = order.Size.Units;
        long takerRoom = (order.Flags & OrderFlags.ReduceOnly) != 0
            ? Math.Abs(exposure.PositionUnits)
            : long.MaxValue;
        if (takerRoom < remaining)
            return false;

        StpMode stp = order.Stp ?? _state.Rules.DefaultStp;
        Int128 takerWindow = 0;
        LimitOrderBook book = instrument.Book;
        for (int slot = book.BestOrder(Opposite(order.Side)); slot >= 0; slot = book.NextOrder(slot))
        {
            ref OrderNode maker = ref _state.Orders.Store.Node(slot);
            if (!Crosses(order.Side, order.Price.Units, maker.PriceUnits))
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
            takerWindow += filled;
            if (filled != 0 && (order.Flags & OrderFlags.Mmp) != 0 && wallet is not null
                && WouldBreach(wallet.Number, instrument.Underlying.Number, takerWindow))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>What a maker would fill of <paramref name="remaining"/> at its turn; 0 when it would be cancelled.</summary>
    private long ProbeFill(Instrument instrument, in OrderNode maker, long remaining)
    {
        ref ProbedMaker probed = ref CollectionsMarshal.GetValueRefOrAddDefault(_probedMakers, maker.Wallet, out _);
        bool isProtected = (maker.Flags & OrderFlags.Mmp) != 0;
        if (isProtected && probed.IsFrozen)
            return 0;
        long units = Math.Min(remaining, maker.RemainingUnits);
        if ((maker.Flags & OrderFlags.ReduceOnly) != 0)
        {
            int slot = _state.Positions.Find(maker.Wallet, instrument.Number);
            long position = (slot < 0 ? 0 : _state.Positions[slot].QuantityUnits) + probed.PositionDeltaUnits;
            units = Math.Min(units, Math.Max(0, maker.Side == Side.Buy ? -position : position));
        }

        probed.PositionDeltaUnits += maker.Side == Side.Buy ? units : -units;
        if (isProtected && units != 0)
        {
            probed.WindowUnits += units;
            probed.IsFrozen = WouldBreach(maker.Wallet, instrument.Underlying.Number, probed.WindowUnits);
        }

        return units;
    }

    private bool WouldBreach(int wallet, int underlying, Int128 addedUnits) =>
        _state.Mmp.Find(wallet, underlying) is { Enabled: true } mmp
        && mmp.IsBreach(mmp.TotalAt(_state.TimestampMs, _state.Rules.Mmp.Window) + addedUnits, _state.Rules.Mmp.Breach);
}
