using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Laws;

/// <summary>
/// What holds of liquidation after every command (risk.md §B5): its orders stand in partial liquidation only, it moves
/// the liquidated and their counterparties only, what is over leaves no order and no stage behind, and a bidder never
/// pays more than he bid.
/// </summary>
internal sealed class LiquidationLaws(EngineState state)
{
    public string? FindBroken(VenueFigures before, EngineCommand command, EventBuffer events)
    {
        for (int number = 0; number < state.Wallets.Count; number++)
        {
            if (FindInStage(state.Wallets[number]) is { } broken)
                return broken;
        }

        return FindInMoves(before, events) ?? FindInBid(command, events);
    }

    private string? FindInStage(WalletAccount wallet)
    {
        LiquidationMode? mode = wallet.Stage?.Mode;
        bool fits = wallet.LiquidationState switch
        {
            LiquidationState.PreLiquidation => mode == LiquidationMode.Grace,
            LiquidationState.InLiquidation => mode is null or LiquidationMode.Partial or LiquidationMode.Full,
            _ => mode is null,
        };
        if (!fits)
            return $"wallet {wallet.Number} is {wallet.LiquidationState} in the stage {mode}";
        for (int slot = wallet.FirstOrder; slot >= 0; slot = state.Orders.Store.Node(slot).NextOfWallet)
        {
            bool isLiquidation = state.Orders.Store.Detail(slot).IsLiquidation;
            if (isLiquidation && mode != LiquidationMode.Partial)
                return $"wallet {wallet.Number} has a liquidation order in the stage {mode}";
            if (!isLiquidation && wallet.LiquidationState >= LiquidationState.InLiquidation)
                return $"wallet {wallet.Number} is {wallet.LiquidationState} and has an order";
        }

        return null;
    }

    private string? FindInMoves(VenueFigures before, EventBuffer events)
    {
        for (int i = 0; i < events.Count; i++)
        {
            if (events.KindAt(i) != EventKind.BalanceChanged)
                continue;
            BalanceChanged moved = events.At<BalanceChanged>(i);
            bool isLiquidation = moved.Reason is BalanceReason.Liquidation or BalanceReason.LiquidationFee;
            if (!isLiquidation || moved.Account != LedgerAccountKind.Wallet)
                continue;
            int wallet = state.Wallets.Find(moved.Wallet)!.Number;
            bool isLiquidated = before.Liquidation[wallet]
                is LiquidationState.PreLiquidation or LiquidationState.InLiquidation;
            if (!isLiquidated && !IsCounterparty(moved.Wallet, events))
                return $"liquidation moves the cash of wallet {wallet}, which has no part in it";
        }

        return null;
    }

    private static bool IsCounterparty(WalletAddress wallet, EventBuffer events)
    {
        for (int i = 0; i < events.Count; i++)
        {
            switch (events.KindAt(i))
            {
                case EventKind.Deleveraged when events.At<Deleveraged>(i).Counterparty == wallet:
                case EventKind.LiquidationAuction when events.At<LiquidationAuction>(i).Bidder == wallet:
                    return true;
            }
        }

        return false;
    }

    private static string? FindInBid(EngineCommand command, EventBuffer events)
    {
        if (command is not LiquidationBid bid)
            return null;
        for (int i = 0; i < events.Count; i++)
        {
            if (events.KindAt(i) == EventKind.LiquidationAuction
                && events.At<LiquidationAuction>(i) is { Status: AuctionStatus.Won } won && won.Asked > bid.Bid)
            {
                return $"{bid} pays {won.Asked}";
            }
        }

        return null;
    }
}
