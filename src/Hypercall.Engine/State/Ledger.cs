namespace Hypercall.Engine.State;

/// <summary>
/// The venue's own accounts and the sums that prove that cash is conserved (engine.md §6):
/// Σ wallets + clearing + fees + insurance − Σ debts = deposits − withdrawals. The accounts are recorded once a
/// command, those that changed; a source when it changes.
/// </summary>
internal sealed class Ledger(ChangeLog changes)
{
    private readonly SortedList<string, SourceRecord> _sources = new(StringComparer.Ordinal);
    private Accounts _recorded;

    private readonly record struct Accounts(
        Int128 Clearing, Int128 Fees, Int128 Insurance, Int128 Deposits, Int128 Withdrawals, Int128 HoldingsSettled);

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
    public IReadOnlyDictionary<string, SourceRecord> Sources => _sources;

    /// <summary>True when the running command has moved cash of the venue's own.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>True when every unit of cash is accounted for.</summary>
    public bool IsBalanced =>
        WalletsUnits + ClearingUnits + FeesUnits + InsuranceUnits - DebtsUnits == DepositsUnits - WithdrawalsUnits;

    /// <summary>
    /// True when clearing is what its named entries say: −Σ cost of the positions in portfolio mode, and what the
    /// venue's holdings have settled to.
    /// </summary>
    public bool IsClearingExplained => ClearingUnits == HoldingsSettledUnits - PortfolioCostUnits;

    private Accounts Current =>
        new(ClearingUnits, FeesUnits, InsuranceUnits, DepositsUnits, WithdrawalsUnits, HoldingsSettledUnits);

    /// <summary>
    /// What a fill does to a wallet's cash: in standard mode the premium, in portfolio mode the realized pnl.
    /// </summary>
    public static Int128 FillCashUnits(MarginMode mode, long signedUnits, long priceUnits, Int128 realizedPnlUnits) =>
        mode == MarginMode.Portfolio ? realizedPnlUnits : -Cash.NotionalUnits(priceUnits, signedUnits);

    /// <summary>Changes one of the venue's own accounts.</summary>
    /// <returns>Its balance.</returns>
    public Int128 Move(LedgerAccountKind account, Int128 deltaUnits)
    {
        IsChanged = true;
        return account switch
        {
            LedgerAccountKind.Clearing => ClearingUnits += deltaUnits,
            LedgerAccountKind.Fees => FeesUnits += deltaUnits,
            _ => InsuranceUnits += deltaUnits,
        };
    }

    public void CountDeposit(Int128 units)
    {
        DepositsUnits += units;
        IsChanged = true;
    }

    public void CountWithdrawal(Int128 units)
    {
        WithdrawalsUnits += units;
        IsChanged = true;
    }

    public void CountHoldingSettled(Int128 units)
    {
        HoldingsSettledUnits += units;
        IsChanged = true;
    }

    /// <summary>Keeps what became of a source's last transfer.</summary>
    public void SetSource(string name, in SourceRecord record)
    {
        _sources[name] = record;
        if (changes.TryBegin(ChangeKind.Source, out CanonicalOutput output))
            EntryShapes.Walk(ref output, name, record);
    }

    /// <summary>Has what stands here now count as recorded.</summary>
    public void Start()
    {
        IsChanged = false;
        _recorded = Current;
    }

    /// <summary>Records which accounts the command changed.</summary>
    public void RecordChanges()
    {
        if (!IsChanged)
            return;
        IsChanged = false;
        if (!changes.TryBegin(ChangeKind.Ledger, out CanonicalOutput output))
            return;
        Accounts now = Current;
        EntryShapes.WalkChanged(ref output, this, Changed(now));
        _recorded = now;
    }

    private LedgerMembers Changed(in Accounts now) =>
        (now.Clearing != _recorded.Clearing ? LedgerMembers.Clearing : 0)
        | (now.Fees != _recorded.Fees ? LedgerMembers.Fees : 0)
        | (now.Insurance != _recorded.Insurance ? LedgerMembers.Insurance : 0)
        | (now.Deposits != _recorded.Deposits ? LedgerMembers.Deposits : 0)
        | (now.Withdrawals != _recorded.Withdrawals ? LedgerMembers.Withdrawals : 0)
        | (now.HoldingsSettled != _recorded.HoldingsSettled ? LedgerMembers.HoldingsSettled : 0);
}

/// <summary>The accounts that a change record has.</summary>
[Flags]
internal enum LedgerMembers : byte
{
    None = 0,
    Clearing = 1,
    Fees = 2,
    Insurance = 4,
    Deposits = 8,
    Withdrawals = 16,
    HoldingsSettled = 32,
    All = Clearing | Fees | Insurance | Deposits | Withdrawals | HoldingsSettled,
}
