namespace Hypercall.Testing.Twin;

/// <summary>Placing, cancelling and replacing.</summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? Place(NaiveWallet wallet, OrderTerms terms)
    {
        NaiveReject? reject = CheckNewOrder(wallet, terms, replaced: null);
        if (reject is null)
            Accept(wallet, terms);
        return reject;
    }

    private void Accept(NaiveWallet wallet, OrderTerms terms)
    {
        NaiveOrder order = NewOrder(wallet.Address, terms);
        _output.OrderId = order.Id;
        OrderReason reason = Match(order);
        if (reason == OrderReason.None && order.Remaining > 0)
        {
            if (order.IsReduceOnly && Room(wallet, order.Symbol, order.Side).IsZero)
                reason = OrderReason.ReduceOnly;
            else if (terms.TimeInForce == TimeInForce.Ioc)
                reason = OrderReason.Ioc;
            else
                _state.Orders.Add(order);
        }

        bool canceled = reason != OrderReason.None;
        EmitOrder(order, canceled ? OrderStatus.Canceled : LiveStatus(order), reason);
    }

    private NaiveOrder NewOrder(WalletAddress wallet, OrderTerms terms, bool isLiquidation = false) => new()
    {
        IsLiquidation = isLiquidation,
        Id = ++_state.LastOrderId,
        Wallet = wallet,
        Terms = terms,
        Stp = terms.Stp ?? _state.Rules.DefaultStp,
        Size = terms.Size.Units,
    };

    private NaiveReject? Cancel(NaiveWallet wallet, OrderReference reference)
    {
        NaiveOrder? order = Find(wallet, reference);
        if (order is null)
            return NaiveReject.Of(RejectCode.UnknownOrder);
        CancelResting(order, OrderReason.Requested);
        return null;
    }

    private NaiveReject? CancelMany(CancelAll command)
    {
        if (command.Symbol is not null && !ParsedInstrument.IsOptionSymbol(command.Symbol))
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Symbol);
        if (command.Underlying is not null && !ParsedInstrument.IsUnderlying(command.Underlying))
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Underlying);
        CancelWhere(
            o => o.Wallet == command.Wallet
                && !o.IsLiquidation
                && (command.Symbol is null || o.Symbol == command.Symbol)
                && (command.Underlying is null || UnderlyingOf(o.Symbol) == command.Underlying)
                && (!command.MmpOnly || o.IsMmp),
            OrderReason.Requested);
        return null;
    }

    private NaiveReject? ArmCancelAllAfter(CancelAllAfter command)
    {
        BigInteger deadline = (BigInteger)_state.Now + command.TimeoutMs;
        if (deadline > CommandEnvelope.MaxTimestampMs)
            return NaiveReject.Of(RejectCode.Overflow);
        _state.Wallet(command.Wallet).CancelAllAt = command.TimeoutMs == 0 ? null : (long)deadline;
        return null;
    }

    private NaiveReject? Replace(NaiveWallet wallet, OrderReference target, OrderTerms terms, bool isTotal)
    {
        NaiveOrder? old = Find(wallet, target);
        if (old is null)
            return NaiveReject.Of(RejectCode.UnknownOrder);
        if (!isTotal)
            return Replace(wallet, old, terms);
        BigInteger open = (BigInteger)terms.Size.Units - old.Filled;
        if (open > 0)
        {
            Reach(old.Filled > 0 ? "total size of a filled order" : "total size");
            return Replace(wallet, old, terms with { Size = new Quantity((long)open) });
        }

        Reach("total size cancels");
        CancelResting(old, OrderReason.Replaced);
        return null;
    }

    private NaiveReject? Replace(NaiveWallet wallet, NaiveOrder old, OrderTerms terms)
    {
        NaiveReject? reject = CheckNewOrder(wallet, terms, old);
        if (reject is not null)
            return reject;
        if (IsInPlace(old, terms))
        {
            old.Size = old.Filled + terms.Size.Units;
            _output.OrderId = old.Id;
            EmitOrder(old, LiveStatus(old), OrderReason.Replaced);
            return null;
        }

        CancelResting(old, OrderReason.Replaced);
        Accept(wallet, terms);
        return null;
    }

    private static bool IsInPlace(NaiveOrder old, OrderTerms terms) =>
        old.Symbol == terms.Symbol
        && old.Side == terms.Side
        && old.Terms.Price == terms.Price
        && old.Terms.TimeInForce == terms.TimeInForce
        && old.Terms.ExpiresAtMs == terms.ExpiresAtMs
        && old.Terms.Flags == terms.Flags
        && old.Terms.Builder == terms.Builder
        && (terms.ClientId is null || terms.ClientId == old.ClientId)
        && terms.Size.Units < old.Remaining;

    private NaiveReject? RunBulk(BulkOrders command)
    {
        if (command.Actions.Length is 0 or > BulkOrders.MaxActions)
            return NaiveReject.Of(RejectCode.InvalidBulk, command.Actions.Length, BulkOrders.MaxActions);
        _output.Results = [];
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        foreach (BulkAction action in command.Actions)
        {
            NaiveReject? reject = action switch
            {
                BulkPlace a => Place(wallet, a.Order),
                BulkCancel a => Cancel(wallet, a.Order),
                BulkReplace a => Replace(wallet, a.Target, a.Order, a.TotalSize),
                _ => throw new InvalidOperationException($"the twin does not know {action.GetType()}"),
            };
            _output.Results.Add(new NaiveResult(reject, _output.OrderId));
            _output.OrderId = null;
        }

        return null;
    }

    private NaiveOrder? Find(NaiveWallet wallet, OrderReference reference) => _state.Orders.Find(
        o => o.Wallet == wallet.Address
            && !o.IsLiquidation
            && (reference.OrderId is long id ? o.Id == id : o.ClientId == reference.ClientId));

    private void CancelWhere(Predicate<NaiveOrder> which, OrderReason reason)
    {
        foreach (NaiveOrder order in _state.Orders.FindAll(which).OrderBy(o => o.Id))
            CancelResting(order, reason);
    }

    private void CancelResting(NaiveOrder order, OrderReason reason)
    {
        _state.Orders.Remove(order);
        EmitOrder(order, OrderStatus.Canceled, reason);
    }

    private static OrderStatus LiveStatus(NaiveOrder order)
    {
        if (order.Remaining == 0)
            return OrderStatus.Filled;
        return order.Filled > 0 ? OrderStatus.PartiallyFilled : OrderStatus.Open;
    }

    private void EmitOrder(NaiveOrder order, OrderStatus status, OrderReason reason)
    {
        _output.LastUpdate = (status, order.Filled);
        (long, long, long) sizes = (order.Size, order.Filled, order.Remaining);
        Emit(EventLines.OrderUpdated(
            order.Id, order.ClientId, order.Wallet, order.Symbol, order.Side, order.Price, sizes, status, reason,
            order.IsLiquidation));
    }
}
