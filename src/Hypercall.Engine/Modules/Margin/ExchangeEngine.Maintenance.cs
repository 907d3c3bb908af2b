using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// What liquidation asks of margin (risk.md §A3, §B1): figures of positions alone that never wait, by current marks,
/// else the last ones, else what counts of an option that was never marked.
/// </summary>
public sealed partial class ExchangeEngine
{
    /// <summary>Whether a wallet is below maintenance; one without option positions is not.</summary>
    private bool IsBelowMaintenance(WalletAccount wallet)
    {
        if (wallet.OpenPositions == 0)
            return false;
        if (wallet.Mode == MarginMode.Standard)
            return wallet.CashUnits - wallet.DebtUnits < _standardMargin.Maintenance(wallet);
        _portfolioMargin.OfPositions(wallet, out Int128 equity, out _, out Int128 maintenance);
        return equity < maintenance;
    }

    /// <summary>Maintenance margin of the positions.</summary>
    private Int128 MaintenanceUnits(WalletAccount wallet)
    {
        if (wallet.Mode == MarginMode.Standard)
            return _standardMargin.Maintenance(wallet);
        _portfolioMargin.OfPositions(wallet, out _, out _, out Int128 maintenance);
        return maintenance;
    }

    /// <summary>The mark that maintenance and liquidation count a position at.</summary>
    private long MaintenanceMarkUnits(in PositionEntry entry)
    {
        Instrument instrument = _state.Markets[entry.Instrument]!;
        return _valuer.Best(instrument, out _).MarkOf(entry.QuantityUnits, entry.CostUnits);
    }
}
