using static Hypercall.Engine.Domain.EngineInvariantException;

namespace Hypercall.Engine.Modules.Invariants;

/// <summary>
/// The invariants of engine.md §6: the running form after every command, in release too, and the form over the whole
/// state for snapshots, verification and tests.
/// </summary>
internal sealed class StateInvariants(EngineState state, Turn turn, RiskInvariants riskInvariants)
{
    /// <summary>Checks the whole state (engine.md §6).</summary>
    /// <exception cref="EngineInvariantException">An invariant does not hold.</exception>
    public void CheckInvariants()
    {
        CheckLedger();
        var held = new (long Net, Int128 Long, int Open)[state.Markets.NextNumber];
        CheckWallets(held);
        int orders = 0;
        foreach (Instrument instrument in state.Markets.Listed())
            orders += CheckInstrumentState(instrument, held[instrument.Number]);
        Require(orders == state.Orders.Store.Count, "the books and the order index hold different orders");
        riskInvariants.CheckHoldings();
        riskInvariants.CheckRisk();
        Require(turn.TouchedWallets.Count == 0, "a wallet is still touched");
    }

    /// <summary>Checks what the command has touched, and takes notice of it no more.</summary>
    public void CheckTouched()
    {
        if (state.HasMoved)
            CheckLedger();
        if (turn.TouchedBooks.Count == 0)
            return;
        foreach (Instrument instrument in turn.TouchedBooks.Items)
        {
            Require(
                instrument.NetPositionUnits == -instrument.HeldUnits, "positions of an instrument do not sum to zero");
            instrument.Book.CheckTop();
        }

        turn.LeaveBooks();
    }

    private void CheckLedger()
    {
        Require(state.Ledger.IsBalanced, "cash is not conserved");
        Require(state.Ledger.InsuranceUnits >= 0, "the insurance fund is below zero");
        Require(state.Ledger.IsClearingExplained, "clearing is not what portfolio positions explain");
    }

    private void CheckWallets((long Net, Int128 Long, int Open)[] held)
    {
        Int128 cash = 0;
        Int128 debts = 0;
        Int128 portfolioCost = 0;
        int positions = 0;
        foreach (WalletAccount wallet in state.Wallets.All)
        {
            cash += wallet.CashUnits;
            debts += wallet.DebtUnits;
            Require(wallet.DebtUnits >= 0, "a wallet's debt is below zero");
            positions += CheckWalletPositions(wallet, held, ref portfolioCost);
            CheckWalletOrders(wallet);
        }

        Require(cash == state.Ledger.WalletsUnits, "the running sum of the wallets' cash is wrong");
        Require(debts == state.Ledger.DebtsUnits, "the running sum of the wallets' debts is wrong");
        Require(portfolioCost == state.Ledger.PortfolioCostUnits, "the running sum of portfolio costs is wrong");
        Require(positions == state.Positions.Count, "a position entry belongs to no wallet");
    }

    private int CheckWalletPositions(
        WalletAccount wallet, (long Net, Int128 Long, int Open)[] held, ref Int128 portfolioCost)
    {
        int ownOpen = 0;
        int entries = 0;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            entries++;
            ownOpen += entry.QuantityUnits != 0 ? 1 : 0;
            held[entry.Instrument].Open += entry.QuantityUnits != 0 ? 1 : 0;
            held[entry.Instrument].Net += entry.QuantityUnits;
            held[entry.Instrument].Long += Math.Max(entry.QuantityUnits, 0);
            Require(entry.Wallet == wallet.Number, "a position entry is linked to the wrong wallet");
            Require(!entry.IsVacant, "a vacant position entry was kept");
            Require(entry.QuantityUnits != 0 || entry.CostUnits == 0, "a flat position has a cost");
            if (wallet.Mode == MarginMode.Portfolio)
                portfolioCost += entry.CostUnits;
        }

        Require(ownOpen == wallet.OpenPositions, "a wallet's count of open positions is wrong");
        return entries;
    }

    private void CheckWalletOrders(WalletAccount wallet)
    {
        int count = 0;
        long lastId = 0;
        for (int slot = wallet.FirstOrder; slot >= 0; slot = state.Orders.Store.Node(slot).NextOfWallet)
        {
            ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
            count++;
            Require(node.Wallet == wallet.Number && node.OrderId > lastId, "a wallet's orders are out of order");
            string? clientId = state.Orders.Store.Detail(slot).ClientId;
            Require(
                clientId is null || state.Orders.FindByClientId(wallet, clientId) == slot,
                "a client id is not indexed");
            lastId = node.OrderId;
        }

        Require(count == wallet.OpenOrders, "a wallet's count of open orders is wrong");
    }

    private int CheckInstrumentState(Instrument instrument, (long Net, Int128 Long, int Open) held)
    {
        Require(
            held.Net == -instrument.HeldUnits && instrument.NetPositionUnits == held.Net,
            "positions of an instrument do not sum to zero");
        Require(held.Long == instrument.LongUnits, "an instrument's open interest is wrong");
        Require(held.Open == instrument.OpenPositions, "an instrument's count of open positions is wrong");
        CheckHolders(instrument);
        instrument.Book.CheckTop();
        long open = 0;
        int orders = CheckBookSide(instrument, Side.Buy, ref open) + CheckBookSide(instrument, Side.Sell, ref open);
        Require(orders == instrument.OpenOrders, "an instrument's count of open orders is wrong");
        Require(open == instrument.OpenUnits, "an instrument's sum of open orders is wrong");
        Require(
            instrument.Status != InstrumentStatus.ExpiredPendingPrice || orders == 0,
            "an expired instrument has orders");
        return orders;
    }

    private void CheckHolders(Instrument instrument)
    {
        for (int place = 0; place < instrument.OpenPositions; place++)
        {
            ref readonly PositionEntry entry = ref state.Positions[instrument.Holders[place]];
            Require(
                entry.Instrument == instrument.Number && entry.QuantityUnits != 0 && entry.HolderPlace == place,
                "an instrument's holders are not its open positions");
        }
    }

    private int CheckBookSide(Instrument instrument, Side side, ref long open)
    {
        BookSide half = instrument.Book.Half(side);
        int orders = 0;
        int levels = 0;
        for (int level = half.Best; level >= 0; level = half.NextWorse(level))
        {
            levels++;
            long sum = 0;
            int count = 0;
            for (int slot = half[level].Head; slot != OrderStore.SpareSlot; slot = state.Orders.Store.Node(slot).Next)
            {
                ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
                Require(node.RemainingUnits > 0, "an order without remainder rests");
                Require(state.Orders.Store.Find(node.OrderId) == slot, "a resting order is not indexed");
                Require(node.Side == side, "an order rests on the wrong side");
                sum += node.RemainingUnits;
                count++;
            }

            Require(sum == half[level].QuantityUnits, "a level's sum is not that of its orders");
            Require(count == half[level].Count && count > 0, "a level's count is wrong");
            orders += count;
            open += sum;
        }

        Require(levels == half.CountLevels(), "levels are missing from the order of prices");
        return orders;
    }
}
