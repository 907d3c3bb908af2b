using Hypercall.Engine.Commands;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Margin;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Rules;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>What liquidation and settlement ask of the marks.</summary>
public sealed partial class ExchangeEngine
{
    /// <summary>Whether a wallet holds options that await their price.</summary>
    private bool AwaitsSettlement(WalletAccount wallet)
    {
        for (int slot = wallet.FirstPosition; slot >= 0; slot = _state.Positions[slot].NextOfWallet)
        {
            ref PositionEntry entry = ref _state.Positions[slot];
            bool isPending = _state.Markets[entry.Instrument]!.Status == InstrumentStatus.ExpiredPendingPrice;
            if (isPending && entry.QuantityUnits != 0)
                return true;
        }

        return false;
    }

    private long MaintenanceMarkUnits(Instrument instrument, in PositionEntry entry)
    {
        OptionValuation valuation = _valuer.Value(instrument);
        if (valuation.HasMark)
            return valuation.MarkUnits;
        return entry.QuantityUnits > 0 ? 0 : EnginePosition.EntryPrice(entry.QuantityUnits, entry.CostUnits).Units;
    }

    /// <summary>Whether a limit is no further from the mark than a wallet in distress may pay.</summary>
    private bool IsInDistressBand(Instrument instrument, Side side, long priceUnits)
    {
        OptionValuation valuation = _valuer.Value(instrument);
        if (instrument.Underlying.Rules.Distress is not { } band || !valuation.HasMark)
            return true;
        Int128 width = Int128.Max(
            Rounding.MultiplyDivide(valuation.MarkUnits, band.BandPpm, PpmUnit), band.Floor.Units);
        return side == Side.Buy ? priceUnits <= valuation.MarkUnits + width : priceUnits >= valuation.MarkUnits - width;
    }
}
