using Hypercall.Cli.Replay;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Cli.Demo.Day;

/// <summary>
/// What happened on the demonstration's day, counted from its outcomes while the journal is executed again.
/// </summary>
internal sealed class DayAccount : IReplayObserver
{
    /// <summary>What is counted of every replay.</summary>
    public ReplayTally Tally { get; } = new();

    /// <summary>Rejected actions of accepted bulks by code.</summary>
    public SortedDictionary<RejectCode, long> RejectedActions { get; } = [];

    /// <summary>How often protection tripped, by cause.</summary>
    public SortedDictionary<MmpCause, long> Triggers { get; } = [];

    /// <summary>Changes of liquidation states, in order.</summary>
    public List<(long TimestampMs, LiquidationStateChanged Event)> Transitions { get; } = [];

    /// <summary>What became of auctions, in order.</summary>
    public List<(long TimestampMs, LiquidationAuction Event)> Auctions { get; } = [];

    /// <summary>Deleveragings, in order.</summary>
    public List<DayDeleveraging> Deleveragings { get; } = [];

    /// <summary>Settlements, in order.</summary>
    public List<DaySettlement> Settlements { get; } = [];

    /// <summary>Fills on the book and by request for quote.</summary>
    public long BookFills { get; private set; }

    /// <inheritdoc cref="BookFills"/>
    public long RfqFills { get; private set; }

    /// <summary>Fills of liquidation orders, on the book as well.</summary>
    public long LiquidationFills { get; private set; }

    /// <summary>Fees of liquidations, which go to the insurance fund.</summary>
    public Cash LiquidationFees { get; private set; }

    /// <summary>Orders cancelled because their wallet entered liquidation.</summary>
    public long LiquidationCancels { get; private set; }

    /// <summary>Deposits less withdrawals, insurance included.</summary>
    public Cash PaidIn { get; private set; }

    /// <summary>What the insurance fund paid for wallets.</summary>
    public Cash InsurancePaid { get; private set; }

    /// <summary>What wallets were left owing.</summary>
    public Cash DebtsIncurred { get; private set; }

    /// <summary>What they paid back.</summary>
    public Cash DebtsRepaid { get; private set; }

    public void Applied(in CommandEnvelope envelope, ApplyOutput output, ExchangeEngine engine)
    {
        Tally.Count(output);
        foreach (ref readonly ActionResult result in output.Results)
        {
            if (result.Rejection.IsRejected)
                Count(RejectedActions, result.Rejection.Code);
        }

        if (envelope.Command is TickExpiry && output.Accepted)
            Settlements.Add(new DaySettlement(output.TimestampMs));
        for (int i = 0; i < output.Events.Count; i++)
            Fold(output, i);
    }

    private void Fold(ApplyOutput output, int index)
    {
        EventBuffer events = output.Events;
        switch (events.KindAt(index))
        {
            case EventKind.Filled:
                FoldFill(events.At<Filled>(index));
                break;
            case EventKind.OrderUpdated when events.At<OrderUpdated>(index).Reason == OrderReason.Liquidation:
                LiquidationCancels++;
                break;
            case EventKind.BalanceChanged:
                FoldBalance(events.At<BalanceChanged>(index));
                break;
            case EventKind.MmpTriggered:
                Count(Triggers, events.At<MmpTriggered>(index).Cause);
                break;
            case EventKind.LiquidationStateChanged:
                Transitions.Add((output.TimestampMs, events.At<LiquidationStateChanged>(index)));
                break;
            case EventKind.LiquidationAuction:
                Auctions.Add((output.TimestampMs, events.At<LiquidationAuction>(index)));
                break;
            case EventKind.Deleveraged:
                FoldDeleveraged(output.TimestampMs, events.At<Deleveraged>(index));
                break;
            case EventKind.PositionSettled:
                Settlements[^1].Add(events.At<PositionSettled>(index));
                break;
            case EventKind.MarketUpdated when events.At<MarketUpdated>(index).Status == InstrumentStatus.Settled:
                Settlements[^1].Instruments++;
                break;
        }
    }

    private void FoldDeleveraged(long timestampMs, in Deleveraged closed)
    {
        if (Deleveragings.Count == 0 || Deleveragings[^1].Wallet != closed.Wallet)
            Deleveragings.Add(new DayDeleveraging(timestampMs, closed.Wallet));
        Deleveragings[^1].Add(closed.Counterparty);
    }

    private void FoldFill(in Filled fill)
    {
        if (fill.Source == FillSource.Liquidation)
            LiquidationFills++;
        if (fill.Source == FillSource.Rfq)
            RfqFills++;
        else
            BookFills++;
    }

    private void FoldBalance(in BalanceChanged balance)
    {
        if (balance.Reason is BalanceReason.Deposit or BalanceReason.Withdrawal)
            PaidIn += balance.Delta;
        if (balance.Account != LedgerAccountKind.Wallet)
            return;
        switch (balance.Reason)
        {
            case BalanceReason.LiquidationFee:
                LiquidationFees -= balance.Delta;
                break;
            case BalanceReason.Insurance:
                InsurancePaid += balance.Delta;
                break;
            case BalanceReason.Debt when balance.Delta.Units > 0:
                DebtsIncurred += balance.Delta;
                break;
            case BalanceReason.Debt:
                DebtsRepaid -= balance.Delta;
                break;
        }
    }

    private static void Count<T>(SortedDictionary<T, long> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
