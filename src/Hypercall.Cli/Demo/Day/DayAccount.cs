using Hypercall.Sequencer.Recovery;

namespace Hypercall.Cli.Demo.Day;

/// <summary>
/// What happened on the demonstration's day, counted from its outcomes while the journal is executed again.
/// </summary>
internal sealed class DayAccount : IReplayObserver
{
    private readonly SortedDictionary<RejectCode, long> _rejected = [];
    private readonly SortedDictionary<RejectCode, long> _rejectedActions = [];
    private readonly SortedDictionary<MmpCause, long> _triggers = [];
    private readonly List<(long TimestampMs, LiquidationStateChanged Event)> _transitions = [];
    private readonly List<(long TimestampMs, LiquidationAuction Event)> _auctions = [];
    private readonly List<DayDeleveraging> _deleveragings = [];
    private readonly List<DaySettlement> _settlements = [];

    public long Commands { get; private set; }

    /// <summary>Rejected commands by code.</summary>
    public IReadOnlyDictionary<RejectCode, long> Rejected => _rejected;

    /// <summary>Rejected actions of accepted bulks by code.</summary>
    public IReadOnlyDictionary<RejectCode, long> RejectedActions => _rejectedActions;

    /// <summary>How often protection tripped, by cause.</summary>
    public IReadOnlyDictionary<MmpCause, long> Triggers => _triggers;

    /// <summary>Changes of liquidation states, in order.</summary>
    public IReadOnlyList<(long TimestampMs, LiquidationStateChanged Event)> Transitions => _transitions;

    /// <summary>What became of auctions, in order.</summary>
    public IReadOnlyList<(long TimestampMs, LiquidationAuction Event)> Auctions => _auctions;

    /// <summary>Deleveragings, in order.</summary>
    public IReadOnlyList<DayDeleveraging> Deleveragings => _deleveragings;

    /// <summary>Settlements, in order.</summary>
    public IReadOnlyList<DaySettlement> Settlements => _settlements;

    /// <summary>Fills on the book and by request for quote.</summary>
    public long BookFills { get; private set; }

    /// <inheritdoc cref="BookFills"/>
    public long RfqFills { get; private set; }

    /// <summary>Fills of liquidation orders, on the book as well.</summary>
    public long LiquidationFills { get; private set; }

    /// <summary>Fees of liquidations, which go to the insurance fund.</summary>
    public Cash LiquidationFees { get; private set; }

    /// <summary>Premium of all fills.</summary>
    public Cash Premium { get; private set; }

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

    public void Applied(long recordNumber, in CommandEnvelope envelope, ApplyOutput output)
    {
        Commands++;
        if (!output.Accepted)
            Count(_rejected, output.Rejection.Code);
        foreach (ref readonly ActionResult result in output.Results)
        {
            if (result.Rejection.IsRejected)
                Count(_rejectedActions, result.Rejection.Code);
        }

        bool settles = envelope.Command is TickExpiry && output.Accepted;
        if (settles)
            _settlements.Add(new DaySettlement(output.TimestampMs));
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
                Count(_triggers, events.At<MmpTriggered>(index).Cause);
                break;
            case EventKind.LiquidationStateChanged:
                _transitions.Add((output.TimestampMs, events.At<LiquidationStateChanged>(index)));
                break;
            case EventKind.LiquidationAuction:
                _auctions.Add((output.TimestampMs, events.At<LiquidationAuction>(index)));
                break;
            case EventKind.Deleveraged:
                FoldDeleveraged(output.TimestampMs, events.At<Deleveraged>(index));
                break;
            case EventKind.PositionSettled:
                _settlements[^1].Add(events.At<PositionSettled>(index));
                break;
            case EventKind.MarketUpdated when events.At<MarketUpdated>(index).Status == InstrumentStatus.Settled:
                _settlements[^1].Instruments++;
                break;
        }
    }

    private void FoldDeleveraged(long timestampMs, in Deleveraged closed)
    {
        if (_deleveragings.Count == 0 || _deleveragings[^1].Wallet != closed.Wallet)
            _deleveragings.Add(new DayDeleveraging(timestampMs, closed.Wallet));
        _deleveragings[^1].Add(closed.Counterparty);
    }

    private void FoldFill(in Filled fill)
    {
        if (fill.Source == FillSource.Liquidation)
            LiquidationFills++;
        if (fill.Source == FillSource.Rfq)
            RfqFills++;
        else
            BookFills++;
        Premium += Cash.Notional(fill.Price, fill.Size);
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
