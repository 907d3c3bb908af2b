using static Hypercall.Engine.Domain.EngineInvariantException;

namespace Hypercall.Engine.Modules.Invariants;

/// <summary>
/// The whole-state invariants of what settlement, margin and liquidation keep beside accounts and books: holdings,
/// exposures, open sums, graces and the queue of wallets to examine.
/// </summary>
internal sealed class RiskInvariants(EngineState state, MarginCalculator margin)
{
    private readonly HashSet<long> _auctions = [];

    /// <summary>Checks what the venue holds and what awaits settlement.</summary>
    public void CheckHoldings()
    {
        var listed = new HashSet<Instrument>(state.Markets.Pending);
        int pending = 0;
        foreach (Instrument instrument in state.Markets.Listed())
        {
            Require(instrument.HeldUnits >= 0, "the venue's holding of an instrument is short");
            if (instrument.Status != InstrumentStatus.ExpiredPendingPrice)
                continue;
            pending++;
            Require(listed.Contains(instrument), "an expired instrument is not listed for settlement");
        }

        Require(pending == state.Markets.Pending.Count, "the list of instruments to settle has others");
    }

    /// <summary>Checks what margin and liquidation keep of wallets.</summary>
    public void CheckRisk()
    {
        int listed = 0;
        int queued = 0;
        int stages = 0;
        long earliestStepMs = long.MaxValue;
        _auctions.Clear();
        foreach (WalletAccount wallet in state.Wallets.All)
        {
            listed += CheckExposures(wallet);
            CheckOpenSums(wallet);
            CheckLiquidation(wallet);
            queued += state.Examinations.Contains(wallet) ? 1 : 0;
            stages += wallet.Stage is null ? 0 : 1;
            earliestStepMs = Math.Min(earliestStepMs, wallet.Stage?.DueMs ?? long.MaxValue);
        }

        CheckHolderLists(listed);
        Require(queued == state.Examinations.Count, "wallets that wait to be examined are not in the queue");
        foreach (int number in state.Examinations.Numbers)
            Require(
                state.Examinations.Contains(state.Wallets[number]),
                "a wallet in the queue is not marked as waiting");
        Require(stages == state.Wallets.StepCount, "stages of liquidation and their steps differ in number");
        Require(
            state.Wallets.EarliestStepMs == earliestStepMs, "the earliest step of a liquidation is not the earliest");
    }

    /// <summary>Checks what a wallet holds per underlying; returns how many of these stand in holder lists.</summary>
    private int CheckExposures(WalletAccount wallet)
    {
        int listed = 0;
        int held = 0;
        foreach (WalletExposure exposure in wallet.Exposures())
        {
            Require(exposure.Wallet == wallet, "an exposure is linked to the wrong wallet");
            Require(
                exposure.HeldOptions == CountPositions(wallet, entry => entry.QuantityUnits != 0
                    && state.Markets[entry.Instrument]!.Underlying == exposure.Underlying),
                "a wallet's count of options on an underlying is wrong");
            Require(exposure.IsEmpty || exposure.IsListed, "a holder is missing from its underlying's list");
            Require(exposure.PerpUnits != 0 || exposure.PerpEntryUnits == 0, "no perpetual has an entry price");
            held += exposure.HeldOptions;
            listed += exposure.IsEmpty ? 0 : 1;
        }

        Require(held == wallet.OpenPositions, "a position stands in no exposure");
        Require(
            wallet.ShortPositions == CountPositions(wallet, static entry => entry.QuantityUnits < 0),
            "a wallet's count of short positions is wrong");
        return listed;
    }

    private int CountPositions(WalletAccount wallet, Func<PositionEntry, bool> counts)
    {
        int count = 0;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
            count += counts(state.Positions[slot]) ? 1 : 0;
        return count;
    }

    private void CheckHolderLists(int expected)
    {
        int listed = 0;
        foreach (Underlying underlying in state.Markets.Underlyings)
        {
            WalletExposure? previous = null;
            foreach (WalletExposure exposure in underlying.Holders.InAddressOrder())
            {
                listed++;
                Require(
                    exposure.Underlying == underlying && !exposure.IsEmpty && exposure.IsListed,
                    "a list of holders has one that holds nothing");
                Require(
                    previous is null || previous.Wallet.Address.CompareTo(exposure.Wallet.Address) < 0,
                    "holders are not in the order of their addresses");
                previous = exposure;
            }
        }

        Require(listed == expected, "the lists of holders are not complete");
    }

    /// <summary>Checks the sums over a wallet's open orders that margin reads.</summary>
    private void CheckOpenSums(WalletAccount wallet)
    {
        Int128 notional = 0;
        long open = 0;
        for (int slot = wallet.FirstOrder; slot >= 0; slot = state.Orders.Store.Node(slot).NextOfWallet)
        {
            ref readonly OrderNode node = ref state.Orders.Store.Node(slot);
            open += node.RemainingUnits;
            if (node.Side == Side.Buy)
                notional += Cash.NotionalUnits(node.PriceUnits, node.RemainingUnits);
        }

        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            Require(entry.OpenBuyUnits >= 0 && entry.OpenSellUnits >= 0, "an open sum is below zero");
            open -= entry.OpenBuyUnits + entry.OpenSellUnits;
        }

        Require(open == 0, "a wallet's open sums are not those of its orders");
        Require(notional == wallet.OpenBuyNotionalUnits, "a wallet's reserved premium is not that of its open buys");
        foreach (WalletExposure exposure in wallet.Exposures())
        {
            Require(margin.Fees.IsSound(wallet, exposure), "reserved fees are not those of the open buys");
            Require(margin.Portfolio.IsSound(exposure), "what portfolio margin keeps of a wallet is out of date");
        }
    }

    private void CheckLiquidation(WalletAccount wallet)
    {
        LiquidationStage? stage = wallet.Stage;
        Require(
            wallet.LiquidationState.Has(stage?.Mode ?? LiquidationMode.None),
            "a wallet's stage is not that of its liquidation state");
        Require(stage?.DueMs == state.Wallets.StepDueMs(wallet), "a wallet's step is not due when its stage says");
        Require(
            stage is not { IsDeleveraging: true } || stage.AuctionId == 0,
            "an auction goes on while its portfolio is deleveraged");
        if (stage is { AuctionId: not 0 })
            Require(
                stage.AuctionId < state.NextAuctionId && _auctions.Add(stage.AuctionId), "an auction has a wrong id");
        CheckLiquidationOrders(wallet, isPartial: stage is { Mode: LiquidationMode.Partial });
        Require(wallet.DebtUnits == 0 || wallet.CashUnits <= 0, "a wallet has cash beside debt");
    }

    private void CheckLiquidationOrders(WalletAccount wallet, bool isPartial)
    {
        bool mayOrder = wallet.LiquidationState <= LiquidationState.PreLiquidation;
        for (int slot = wallet.FirstOrder; slot >= 0; slot = state.Orders.Store.Node(slot).NextOfWallet)
        {
            bool isLiquidation = state.Orders.Store.IsLiquidation(slot);
            Require(isLiquidation ? isPartial : mayOrder, "a wallet has orders that its liquidation state has not");
            Require(
                !isLiquidation || (state.Orders.Store.Node(slot).Flags & OrderFlags.ReduceOnly) != 0,
                "a liquidation order may do more than reduce");
        }
    }
}
