using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

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

    /// <summary>Whether a limit is no further from the mark than a wallet in distress may pay.</summary>
    private bool IsInDistressBand(Instrument instrument, Side side, long priceUnits) =>
        !IsBeyondDistress(instrument, side, priceUnits, out _);
}
