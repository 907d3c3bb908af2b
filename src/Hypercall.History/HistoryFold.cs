using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.State;

namespace Hypercall.History;

/// <summary>
/// Makes history's rows of commands and what they did: pure, the same rows from the same journal wherever it runs.
/// What a command does is not all in its events: an order's terms stand in the command, margins and marks in the engine
/// after it.
/// </summary>
internal sealed class HistoryFold
{
    private readonly RowIds _payoutIds = new();
    private readonly RowIds _transferIds = new();
    private readonly RowIds _liquidationIds = new();
    private readonly Dictionary<WalletAddress, LiquidationState> _states = [];
    private readonly Dictionary<string, InstrumentRow> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<long, OrderRow> _open = [];
    private readonly HashSet<WalletAddress> _wallets = [];
    private readonly Holdings _holdings = new();
    private readonly Sampler _sampler;

    /// <summary>A fold that begins where an engine stands.</summary>
    /// <param name="engine">Has applied nothing, or stands at a snapshot.</param>
    public HistoryFold(ExchangeEngine engine)
    {
        _sampler = new Sampler(engine.TimestampMs);
        if (engine.Sequence > 0)
            Prime(engine);
    }

    /// <summary>What was folded and is not forgotten yet.</summary>
    public HistoryBatch Batch { get; private set; } = new();

    /// <summary>Forgets what was folded: it is stored.</summary>
    public void Forget() => Batch = new HistoryBatch();

    /// <summary>Folds the next command.</summary>
    public void Apply(in CommandEnvelope envelope, ApplyOutput outcome, ExchangeEngine engine)
    {
        NoteWallet(envelope.Command, outcome);
        var terms = new PlacedTerms(envelope.Command, outcome);
        for (int index = 0; index < outcome.Events.Count; index++)
            Fold(outcome, index, terms, engine);
        NoteTransfer(envelope.Command, outcome);
        _sampler.Sample(Batch, engine, _holdings);
    }

    /// <summary>Whether the fold makes something of a kind of event.</summary>
    /// <exception cref="ArgumentException">A kind that is decided nowhere.</exception>
    internal static bool Uses(EventKind kind) => kind switch
    {
        EventKind.OrderUpdated or EventKind.Filled or EventKind.MarketUpdated or EventKind.PositionSettled => true,
        EventKind.LiquidationStateChanged or EventKind.BalanceChanged or EventKind.PositionChanged => true,
        EventKind.Deleveraged or EventKind.AgentChanged => true,
        EventKind.BookChanged or EventKind.MmpTriggered or EventKind.MmpConfigChanged => false,
        EventKind.MarginModeChanged or EventKind.TierChanged or EventKind.RulesChanged => false,
        EventKind.LiquidationAuction => false,
        _ => throw new ArgumentException($"the history does not know event kind {kind}"),
    };

    private void Fold(ApplyOutput outcome, int index, PlacedTerms terms, ExchangeEngine engine)
    {
        switch (outcome.Events.KindAt(index))
        {
            case EventKind.OrderUpdated:
                FoldOrder(outcome, outcome.Events.At<OrderUpdated>(index), terms);
                break;
            case EventKind.Filled:
                FoldTrade(outcome, index);
                break;
            case EventKind.BalanceChanged:
                Touch(outcome, outcome.Events.At<BalanceChanged>(index));
                break;
            case EventKind.PositionChanged:
                PositionChanged position = outcome.Events.At<PositionChanged>(index);
                _holdings.Set(position.Wallet, position.Symbol, position.Size);
                Touch(position.Wallet, outcome);
                break;
            case EventKind.PositionSettled:
                FoldPayout(outcome, outcome.Events.At<PositionSettled>(index));
                break;
            case EventKind.MarketUpdated:
                FoldMarket(outcome, outcome.Events.At<MarketUpdated>(index), engine);
                break;
            case EventKind.LiquidationStateChanged:
                FoldLiquidation(outcome, outcome.Events.At<LiquidationStateChanged>(index), engine);
                break;
            case EventKind.Deleveraged:
                Deleveraged closed = outcome.Events.At<Deleveraged>(index);
                Batch.AddRealized(closed.Wallet, closed.Symbol, closed.WalletPnl, outcome);
                Batch.AddRealized(closed.Counterparty, closed.Symbol, closed.CounterpartyPnl, outcome);
                break;
            case EventKind.AgentChanged:
                FoldAgent(outcome, outcome.Events.At<AgentChanged>(index));
                break;
            case EventKind kind:
                Uses(kind);
                break;
        }
    }

    private void FoldOrder(ApplyOutput outcome, in OrderUpdated order, PlacedTerms terms)
    {
        OrderRow row = _open.TryGetValue(order.OrderId, out OrderRow? known)
            ? known
            : terms.NewOrder(order);
        row = row with
        {
            Sequence = outcome.Sequence,
            ClientId = order.ClientId,
            Price = order.Price,
            Size = order.Size,
            Filled = order.Filled,
            Status = order.Status,
            Reason = order.Reason,
            UpdatedAtMs = outcome.TimestampMs,
        };
        if (order.Status is OrderStatus.Filled or OrderStatus.Canceled)
            _open.Remove(order.OrderId);
        else
            _open[order.OrderId] = row;
        Batch.Orders[order.OrderId] = row;
        Touch(order.Wallet, outcome);
    }

    private void FoldTrade(ApplyOutput outcome, int index)
    {
        ref readonly Filled fill = ref outcome.Events.At<Filled>(index);
        Batch.Trades.Add(new TradeRow(
            fill.TradeId, outcome.Sequence, outcome.TimestampMs, fill.Symbol, fill.Price, fill.Size, fill.TakerSide,
            fill.TakerWallet, fill.MakerWallet, fill.TakerFee, fill.MakerFee, fill.Source));
        FillBuilders builders = FillBuilders.Of(outcome.Events, index);
        AddFill(FillRow.Of(fill, isTaker: true, outcome.Sequence, outcome.TimestampMs), builders.Taker, outcome);
        AddFill(FillRow.Of(fill, isTaker: false, outcome.Sequence, outcome.TimestampMs), builders.Maker, outcome);
    }

    private void AddFill(FillRow fill, FillBuilder? builder, ApplyOutput outcome)
    {
        Batch.Fills.Add(fill with { Builder = builder?.Wallet, BuilderFee = builder?.Share ?? default });
        Batch.AddRealized(fill.Wallet, fill.Symbol, fill.RealizedPnl, outcome);
    }

    private void FoldPayout(ApplyOutput outcome, in PositionSettled settled)
    {
        InstrumentRow instrument = _listed[settled.Symbol];
        _holdings.Set(settled.Wallet, settled.Symbol, default);
        Batch.Payouts.Add(new PayoutRow(
            _payoutIds.Next(outcome.Sequence),
            outcome.Sequence,
            outcome.TimestampMs,
            settled.Wallet,
            settled.Symbol,
            settled.Size,
            settled.SettlementPrice,
            settled.Value,
            settled.Fee,
            settled.Pnl,
            instrument.ExpiryMs));
        Batch.AddRealized(settled.Wallet, settled.Symbol, settled.Pnl, outcome);
        Put(instrument with { Sequence = outcome.Sequence, SettlementPrice = settled.SettlementPrice });
    }

    private void FoldMarket(ApplyOutput outcome, in MarketUpdated updated, ExchangeEngine engine)
    {
        (int Number, long ExpiryMs)? listed = engine.FindListed(updated.Symbol);
        InstrumentRow row = _listed.TryGetValue(updated.Symbol, out InstrumentRow? known)
            ? known
            : new InstrumentRow(
                listed!.Value.Number, 0, updated.Symbol, updated.Status, outcome.TimestampMs, 0, 0, null);
        Put(row with
        {
            Sequence = outcome.Sequence,
            Status = updated.Status,
            UpdatedAtMs = outcome.TimestampMs,
            ExpiryMs = listed?.ExpiryMs ?? row.ExpiryMs,
        });
        if (updated.Status is InstrumentStatus.Settled or InstrumentStatus.Deleted)
            _listed.Remove(updated.Symbol);
    }

    private void Put(InstrumentRow row)
    {
        _listed[row.Symbol] = row;
        Batch.Instruments[row.Number] = row;
    }

    private void FoldLiquidation(ApplyOutput outcome, in LiquidationStateChanged changed, ExchangeEngine engine)
    {
        LiquidationState before = _states.GetValueOrDefault(changed.Wallet);
        _states[changed.Wallet] = changed.State;
        WalletReport wallet =
            ((WalletAnswer)engine.Answer(EngineQuestion.AboutWallet(changed.Wallet))).Wallet!;
        Cash maintenance = wallet.Margin.MaintenanceMargin.GetValueOrDefault();
        Cash? funds = wallet.Mode == MarginMode.Standard ? wallet.Cash - wallet.Debt : wallet.Margin.Equity;
        Batch.Liquidations.Add(new LiquidationRow(
            _liquidationIds.Next(outcome.Sequence),
            outcome.Sequence,
            outcome.TimestampMs,
            changed.Wallet,
            wallet.Mode,
            before,
            changed.State,
            wallet.Margin.Equity,
            maintenance,
            funds - maintenance));
        Touch(changed.Wallet, outcome);
    }

    private void FoldAgent(ApplyOutput outcome, in AgentChanged changed)
    {
        if (changed.Status == AgentStatus.Revoked)
            Batch.Revocations.Add(new RevocationRow(
                changed.Wallet, changed.Agent, outcome.Sequence, outcome.TimestampMs));
    }

    private void NoteTransfer(EngineCommand command, ApplyOutput outcome)
    {
        if (!outcome.Accepted || outcome.Duplicate)
            return;
        switch (command)
        {
            case DepositUpdate deposit:
                Add(deposit.Wallet, TransferKind.Deposit, "", deposit.Amount.Units, deposit, outcome);
                Batch.Add(deposit.Wallet, SumNames.Deposits, deposit.Amount, outcome);
                break;
            case CashWithdrawalUpdate withdrawal:
                Add(withdrawal.Wallet, TransferKind.Withdrawal, "", withdrawal.Amount.Units, withdrawal, outcome);
                Batch.Add(withdrawal.Wallet, SumNames.Withdrawals, withdrawal.Amount, outcome);
                break;
            case OptionDepositUpdate deposit:
                Add(deposit.Wallet, TransferKind.OptionDeposit, deposit.Symbol, deposit.Size.Units, deposit, outcome);
                break;
            case OptionWithdrawalUpdate withdrawal:
                Add(
                    withdrawal.Wallet, TransferKind.OptionWithdrawal, withdrawal.Symbol, withdrawal.Size.Units,
                    withdrawal, outcome);
                break;
        }
    }

    private void Add(
        WalletAddress wallet, TransferKind kind, string symbol, Int128 units, ITransfer transfer,
        ApplyOutput outcome) =>
        Batch.Transfers.Add(new TransferRow(
            _transferIds.Next(outcome.Sequence),
            outcome.Sequence,
            outcome.TimestampMs,
            wallet,
            kind,
            symbol,
            units,
            transfer.Source,
            transfer.Number));

    private void NoteWallet(EngineCommand command, ApplyOutput outcome)
    {
        if (outcome.Accepted && command is WalletCommand acting)
            Touch(acting.Wallet, outcome);
    }

    private void Touch(ApplyOutput outcome, in BalanceChanged changed)
    {
        if (changed.Account == LedgerAccountKind.Wallet)
            Touch(changed.Wallet, outcome);
    }

    private void Touch(WalletAddress wallet, ApplyOutput outcome)
    {
        if (_wallets.Add(wallet))
            Batch.Wallets.Add(new WalletRow(wallet, outcome.Sequence, outcome.TimestampMs));
    }

    /// <summary>What an engine's state tells of its past: what is listed and open, since when is not known.</summary>
    private void Prime(ExchangeEngine engine)
    {
        EngineView state = engine.View();
        var instruments = (InstrumentsAnswer)engine.Answer(EngineQuestion.AboutInstruments);
        foreach (InstrumentView option in instruments.Underlyings.SelectMany(underlying => underlying.Instruments))
        {
            Put(new InstrumentRow(
                option.Number, state.Sequence, option.Symbol, option.Status, state.TimestampMs, state.TimestampMs,
                option.ExpiryMs, null));
        }

        foreach (WalletView wallet in state.Wallets)
            Prime(wallet, state);
    }

    private void Prime(WalletView wallet, EngineView state)
    {
        _wallets.Add(wallet.Address);
        Batch.Wallets.Add(new WalletRow(wallet.Address, state.Sequence, state.TimestampMs));
        _states[wallet.Address] = wallet.LiquidationState;
        foreach (PositionView position in wallet.Positions)
            _holdings.Set(wallet.Address, position.Symbol, position.Size);
        foreach (OrderView order in wallet.OpenOrders)
        {
            var row = new OrderRow(
                order.OrderId, state.Sequence, wallet.Address, order.Symbol, order.Side, order.Price, order.Size,
                order.Filled, order.Status, OrderReason.None, order.TimeInForce, order.Flags, order.ExpiresAtMs,
                order.ClientId, order.Builder, state.TimestampMs, state.TimestampMs, order.Liquidation);
            _open.Add(order.OrderId, row);
            Batch.Orders.Add(order.OrderId, row);
        }
    }
}
