namespace Hypercall.Testing.Twin;

/// <summary>
/// What happens at the end of every command, rejected ones too, before books are published: debts are repaid, losses
/// covered, wallets examined (risk.md A4, B1).
/// </summary>
internal sealed partial class NaiveEngine
{
    private const int ChecksPerTick = 1024;

    /// <summary>The command's own last OrderUpdated stays the one that is remembered.</summary>
    private void EndCommand(EngineCommand command)
    {
        (OrderStatus, long)? last = _output.LastUpdate;
        if (Touched().Exists(w => w.Debt > 0 && w.Cash > 0))
            Reach(command is DepositUpdate ? "debt repaid by a deposit" : "debt repaid by other cash");
        Touched().ForEach(Repay);
        Touched().ForEach(Cover);
        if (_state.Rules.MarginEnabled)
            Examine(command is Tick ? ChecksPerTick : _state.Rules.Liquidation.ChecksPerCommand);
        _output.LastUpdate = last;
    }

    /// <summary>Wallets whose cash or option positions this command moved, by address.</summary>
    private List<NaiveWallet> Touched() => [.. _touched.Distinct().OrderBy(w => w.Address)];

    private void Repay(NaiveWallet wallet)
    {
        BigInteger repaid = BigInteger.Min(wallet.Debt, BigInteger.Max(0, wallet.Cash));
        wallet.Debt -= repaid;
        MoveCash(wallet, -repaid, BalanceReason.Debt);
    }

    /// <summary>
    /// Who holds nothing and lacks cash is paid by the insurance fund as far as it reaches; the rest the wallet owes.
    /// </summary>
    private void Cover(NaiveWallet wallet)
    {
        if (wallet.HoldsOptions || wallet.Cash >= 0)
            return;
        if (!_state.Rules.MarginEnabled && !_settled.Contains(wallet))
        {
            Reach("not covered without margin");
            return;
        }

        Pay(wallet, -wallet.Cash);
        Reach(_state.Rules.MarginEnabled ? "covered" : "covered without margin");
        if (wallet.Liquidation != LiquidationState.InLiquidation)
            return;
        Reach("covered in liquidation");
        if (wallet.Stage is { } running)
            Reach($"covered in {running.Mode}");
        Leave(wallet, LiquidationState.Liquidated);
    }

    /// <summary>
    /// The fund pays what is below zero, at most so much, as far as it reaches; what it does not becomes debt.
    /// </summary>
    /// <returns>True where anything was paid or owed.</returns>
    private bool Pay(NaiveWallet wallet, BigInteger most)
    {
        BigInteger lacking = BigInteger.Min(most, -wallet.Cash);
        if (lacking <= 0)
            return false;
        BigInteger paid = BigInteger.Min(_state.Insurance, lacking);
        MoveVenue(LedgerAccountKind.Insurance, -paid, BalanceReason.Insurance);
        MoveCash(wallet, paid, BalanceReason.Insurance);
        wallet.Debt += lacking - paid;
        MoveCash(wallet, lacking - paid, BalanceReason.Debt);
        return true;
    }

    private void Examine(int most)
    {
        List<NaiveWallet> restricted = Touched().FindAll(w => w.Stage is { Closings: null });
        foreach (NaiveWallet wallet in restricted.Take(_state.Rules.Liquidation.ChecksPerCommand))
            Examine(wallet);
        EnqueueAll(restricted.Skip(_state.Rules.Liquidation.ChecksPerCommand));
        if (restricted.Count > _state.Rules.Liquidation.ChecksPerCommand)
            Reach("touched wallets queued");
        for (int i = 0; i < most && _state.Dirty.Count > 0; i++)
        {
            NaiveWallet wallet = _state.Wallet(_state.Dirty[0]);
            _state.Dirty.RemoveAt(0);
            Examine(wallet);
        }
    }
}
