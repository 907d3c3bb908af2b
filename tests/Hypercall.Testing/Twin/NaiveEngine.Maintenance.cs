namespace Hypercall.Testing.Twin;

/// <summary>
/// What liquidation asks of a wallet: positions only, marks current, else last, else those of what was never marked, so
/// that there always is an answer.
/// </summary>
internal sealed partial class NaiveEngine
{
    private NaiveRisk MaintenanceRisk => new(_state, NaiveMarks.Maintenance);

    private bool IsBelowMaintenance(NaiveWallet wallet)
    {
        foreach (NaivePosition position in wallet.Positions.Where(p => !p.Size.IsZero))
            ReachMaintenance(wallet.Mode, position);
        return MaintenanceRisk.IsBelowMaintenance(PositionsOf(wallet))!.Value;
    }

    private void ReachMaintenance(MarginMode mode, NaivePosition position)
    {
        NaiveInstrument instrument = _state.Instrument(position.Symbol)!;
        if (Pricing.Mark(instrument) is not null)
            return;
        bool isLast = Pricing.Value(instrument, NaiveMarks.CurrentElseLast) is not null;
        string sign = position.Size < 0 ? "short" : "long";
        Reach($"{mode} maintenance of a {sign} {(isLast ? "by a last mark" : "never marked")}");
        if (isLast && _state.Smiles.TrueForAll(s => s.Underlying != instrument.Underlying || s.Smile.ExpiryMs <= _state.Now))
            Reach("mark by a passed list");
    }

    /// <summary>Value of one contract of what a wallet holds.</summary>
    private NaiveValue MaintenanceValue(NaivePosition position) =>
        Pricing.Value(position, NaiveMarks.Maintenance)!;

    /// <summary>The band of distress alone: whether a wallet is in distress the caller knows.</summary>
    private bool IsInDistressBand(string symbol, Side side, long price) =>
        CheckDistressBand(symbol, side, price) is null;

    private static NaiveMarginCase PositionsOf(NaiveWallet wallet) => NaiveMarginCase.Of(wallet, []);
}
