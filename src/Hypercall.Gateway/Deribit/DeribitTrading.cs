using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Gateway.Deribit;

/// <summary>Orders of a key's wallet: placed, edited, cancelled (gateway.md §7).</summary>
internal sealed class DeribitTrading(
    KeyDesk desk, DeribitMarket market, DeribitAccount account, ReplicaReads replica)
{
    private static readonly (string, TimeInForce)[] Tifs =
    [
        ("good_til_cancelled", TimeInForce.Gtc), ("immediate_or_cancel", TimeInForce.Ioc),
        ("fill_or_kill", TimeInForce.Fok),
    ];

    public Task<DeribitResult> Buy(DeribitCall call) => PlaceAsync(call, Side.Buy);

    public Task<DeribitResult> Sell(DeribitCall call) => PlaceAsync(call, Side.Sell);

    /// <summary>
    /// The amount is the order's new total: what is filled of it stays filled. The engine takes that off when the edit
    /// gets there, so that no fill on the way is counted twice. What else the order says never changes under its id.
    /// </summary>
    public async Task<DeribitResult> Edit(DeribitCall call)
    {
        KeyHolder key = call.RequireKey();
        long orderId = OrderIdOf(call);
        OrderTerms order = await TermsOfAsync(call, orderId);
        OrderTerms terms = order with
        {
            Price = new Price(call.Params.Units("price", Price.Decimals) ?? order.Price.Units),
            Size = new Quantity(call.Params.Units("amount", Quantity.Decimals) ?? order.Size.Units),
            Flags = FlagsOf(call, order.Flags),
        };
        ApplyOutput outcome = await desk.ExecuteAsync(
            call,
            new ReplaceOrder(key.Wallet, OrderReference.ById(orderId), terms, TotalSize: true),
            RateClass.Orders,
            order.Side);
        // Null: the new total was filled already, the edit has ended the order, and none took its place.
        long? edited = outcome.OrderId ?? outcome.First?.OrderId;
        if (edited is not null && edited != orderId)
            return await AnswerAsync(call, outcome, terms, isReplaced: true);
        // In place nothing is filled by it; what was before, and when the order came, only the history knows.
        DeribitOrder same = await ShownAsync(call, orderId);
        return ResultOf(outcome, same with { IsReplaced = edited is not null }, []);
    }

    public async Task<DeribitResult> Cancel(DeribitCall call)
    {
        KeyHolder key = call.RequireKey();
        long orderId = OrderIdOf(call);
        ApplyOutput outcome = await desk.ExecuteAsync(
            call, new CancelOrder(key.Wallet, OrderReference.ById(orderId)), RateClass.Cancels);
        DeribitOrder order = await ShownAsync(call, orderId);
        return DeribitResult.Object(outcome.Sequence, order.Write);
    }

    /// <summary>How many; of a repetition that is not known any more, and null.</summary>
    public async Task<DeribitResult> CancelAll(DeribitCall call)
    {
        TradeFilter scope = DeribitAccount.ScopeOf(call);
        WalletAddress wallet = call.RequireKey().Wallet;
        if (call.Method != "private/cancel_all" && !(DeribitMarket.IsOfKind(call) && DeribitMarket.IsOfLimitType(call)))
            return new DeribitResult(null, static writer => writer.WriteNumberValue(0));
        ApplyOutput outcome = await desk.ExecuteAsync(
            call, new CancelAll(wallet, scope.Symbol, scope.Underlying), RateClass.Exits);
        if (outcome.Duplicate)
            return new DeribitResult(outcome.Sequence, static writer => writer.WriteNullValue());
        int count = WriteAnswers.CanceledOrders(outcome, wallet).Count;
        return new DeribitResult(outcome.Sequence, writer => writer.WriteNumberValue(count));
    }

    private async Task<DeribitResult> PlaceAsync(DeribitCall call, Side side)
    {
        KeyHolder key = call.RequireKey();
        OrderTerms terms = await ReadTermsAsync(call, side);
        ApplyOutput outcome = await desk.ExecuteAsync(
            call, new PlaceOrder(key.Wallet, terms), RateClass.Orders, side);
        return await AnswerAsync(call, outcome, terms, isReplaced: false);
    }

    private async Task<OrderTerms> ReadTermsAsync(DeribitCall call, Side side)
    {
        DeribitParams parameters = call.Params;
        string symbol = parameters.Symbol();
        Quantity amount = new(parameters.Units("amount", Quantity.Decimals)
            ?? parameters.Units("contracts", Quantity.Decimals)
            ?? throw DeribitParams.Wrong("amount", "it is missing"));
        bool isMarket = parameters.Choice("type", false, ("limit", false), ("market", true));
        TimeInForce tif = parameters.Choice("time_in_force", TimeInForce.Gtc, Tifs);
        long? validUntil = parameters.Integer("valid_until", 0, Instant.MaxMs);
        if (validUntil.HasValue && (isMarket || tif != TimeInForce.Gtc))
            throw DeribitParams.Wrong("valid_until", "expected a limit order that is good_til_cancelled");
        OrderFlags flags = FlagsOf(call, OrderFlags.None);
        Price price = isMarket
            ? await MarketPriceAsync(call, side)
            : new Price(
                parameters.Units("price", Price.Decimals) ?? throw DeribitParams.Wrong("price", "it is missing"));
        return new OrderTerms(
            symbol,
            side,
            price,
            amount,
            validUntil.HasValue ? TimeInForce.Gtd : isMarket ? TimeInForce.Ioc : tif,
            validUntil,
            flags,
            ClientId: parameters.Text("label") ?? parameters.Text("clientOrderId"));
    }

    private static OrderFlags FlagsOf(DeribitCall call, OrderFlags absent)
    {
        bool postOnly = call.Params.Flag("post_only", (absent & OrderFlags.PostOnly) != 0);
        if (call.Params.Flag("post_only") && !call.Params.Flag("reject_post_only"))
            throw new DeribitException(DeribitError.NeedsRejectPostOnly);
        return (postOnly ? OrderFlags.PostOnly : OrderFlags.None)
            | (call.Params.Flag("reduce_only", (absent & OrderFlags.ReduceOnly) != 0)
                ? OrderFlags.ReduceOnly
                : OrderFlags.None)
            | (call.Params.Flag("mmp", (absent & OrderFlags.Mmp) != 0) ? OrderFlags.Mmp : OrderFlags.None);
    }

    /// <summary>
    /// The end of the band; without one as far from the other side of the book as a band reaches at least.
    /// </summary>
    private async Task<Price> MarketPriceAsync(DeribitCall call, Side side)
    {
        OptionPicture picture = await market.FindAsync(call);
        (ChainOption option, UnderlyingView terms) = (picture.Option, picture.Terms);
        RuleSet rules = (await replica.AskAsync<RulesAnswer>(
            EngineQuestion.AboutRules, call.MinSequence, call.Cancellation)).Answer.Rules;
        Price edge = (side == Side.Buy ? option.Highest : option.Lowest)
            ?? MarketPrice.Around(side == Side.Buy ? option.Ask : option.Bid, side, rules, terms.Name)
            ?? throw new DeribitException(DeribitError.NoMarketPrice);
        return MarketPrice.OnTick(edge, side, terms.Ticks, rules.SignificantFigures);
    }

    /// <summary>What an order says; of one that is gone this may be the repetition of an edit, which the engine
    /// knows.</summary>
    private async Task<OrderTerms> TermsOfAsync(DeribitCall call, long orderId)
    {
        Reading<WalletAnswer> reading = await replica.AskAsync<WalletAnswer>(
            EngineQuestion.AboutWallet(call.RequireKey().Wallet), desk.SequenceOf(call), call.Cancellation);
        if (reading.Answer.Wallet?.OpenOrders.FirstOrDefault(order => order.OrderId == orderId) is { } open)
            return new OrderTerms(
                open.Symbol, open.Side, open.Price, open.Size, open.TimeInForce, open.ExpiresAtMs, open.Flags, null,
                open.ClientId, open.Builder);
        OrderRow gone = (await account.OrderAsync(call, orderId)).Order.Row;
        return new OrderTerms(
            gone.Symbol, gone.Side, gone.Price, gone.Size, gone.TimeInForce, gone.ExpiresAtMs, gone.Flags, null,
            gone.ClientId, gone.Builder);
    }

    /// <summary>What a placed or edited order is now; of a repetition only the history knows.</summary>
    private async Task<DeribitResult> AnswerAsync(
        DeribitCall call, ApplyOutput outcome, OrderTerms terms, bool isReplaced)
    {
        long orderId = outcome.OrderId ?? outcome.First?.OrderId
            ?? throw new InvalidOperationException("an accepted order has no id");
        FillRow[] fills = outcome.Duplicate
            ? []
            : [.. outcome.FillsOf(orderId).Select(side =>
                FillRow.Of(side.Fill, side.IsTaker, outcome.Sequence, outcome.TimestampMs))];
        DeribitOrder order = (outcome.Duplicate ? null : OrderOf(outcome, orderId, terms, fills))
            ?? await ShownAsync(call, orderId);
        return ResultOf(outcome, order with { IsReplaced = isReplaced }, fills);
    }

    /// <summary>What an order is now that a command has come to it.</summary>
    private async Task<DeribitOrder> ShownAsync(DeribitCall call, long orderId) =>
        (await KeyDesk.ShownAsync(call, account.OrderAsync(call, orderId))).Order;

    private static DeribitResult ResultOf(ApplyOutput outcome, DeribitOrder order, FillRow[] fills) =>
        DeribitResult.Object(outcome.Sequence, writer =>
        {
            writer.WritePropertyName("order");
            writer.WriteObject(order.Write);
            writer.WriteObjects("trades", fills, (item, fill) => DeribitTrade.WriteOwn(item, fill, order.Row));
        });

    private static DeribitOrder? OrderOf(ApplyOutput outcome, long orderId, OrderTerms terms, FillRow[] fills) =>
        outcome.LastUpdateOf(orderId) is { } update
            ? DeribitOrder.Of(
                new OrderRow(
                    orderId, outcome.Sequence, update.Wallet, update.Symbol, update.Side, update.Price, update.Size,
                    update.Filled, update.Status, update.Reason, terms.TimeInForce, terms.Flags, terms.ExpiresAtMs,
                    update.ClientId, terms.Builder, outcome.TimestampMs, outcome.TimestampMs, update.Liquidation),
                default(FillSum).With(fills))
            : null;

    private static long OrderIdOf(DeribitCall call) =>
        ReadQuery.IsId(call.Params.Needed("order_id"), out long orderId)
            ? orderId
            : throw new DeribitException(DeribitError.OrderNotFound(null));
}
