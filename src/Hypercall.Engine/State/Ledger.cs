using Hypercall.Engine.Domain;

namespace Hypercall.Engine.State;

/// <summary>
/// The venue's own accounts and the sums that prove that cash is conserved (engine.md §6):
/// Σ wallets + clearing + fees + insurance − Σ debts = deposits − withdrawals.
/// </summary>
internal sealed class Ledger
{
    /// <summary>Takes what the two sides of a movement settle differently.</summary>
    public Int128 ClearingUnits { get; set; }

    public Int128 FeesUnits { get; set; }

    public Int128 InsuranceUnits { get; set; }

    /// <summary>Σ of all deposits, insurance included; never falls.</summary>
    public Int128 DepositsUnits { get; set; }

    /// <summary>Σ of all withdrawals; never falls.</summary>
    public Int128 WithdrawalsUnits { get; set; }

    /// <summary>
    /// What clearing has been credited as settlement of the contracts that the venue held; never falls.
    /// </summary>
    public Int128 HoldingsSettledUnits { get; set; }

    /// <summary>Σ of all wallets' debts (derived from the wallets).</summary>
    public Int128 DebtsUnits { get; set; }

    /// <summary>Σ of all wallets' cash (derived from the wallets).</summary>
    public Int128 WalletsUnits { get; set; }

    /// <summary>Σ cost of all positions in portfolio mode (derived from the positions).</summary>
    public Int128 PortfolioCostUnits { get; set; }

    /// <summary>Last transfer per source, ascending by name.</summary>
    public SortedList<string, SourceRecord> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>True when every unit of cash is accounted for.</summary>
    public bool IsBalanced =>
        WalletsUnits + ClearingUnits + FeesUnits + InsuranceUnits - DebtsUnits == DepositsUnits - WithdrawalsUnits;

    /// <summary>
    /// True when clearing is what its named entries say: −Σ cost of the positions in portfolio mode, and what the
    /// venue's holdings have settled to.
    /// </summary>
    public bool IsClearingExplained => ClearingUnits == HoldingsSettledUnits - PortfolioCostUnits;

    /// <summary>
    /// What a fill does to a wallet's cash: in standard mode the premium, in portfolio mode the realized pnl.
    /// </summary>
    public static Int128 FillCashUnits(MarginMode mode, long signedUnits, long priceUnits, Int128 realizedPnlUnits) =>
        mode == MarginMode.Portfolio ? realizedPnlUnits : -Cash.NotionalUnits(priceUnits, signedUnits);
}
