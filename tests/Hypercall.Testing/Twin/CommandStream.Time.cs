namespace Hypercall.Testing.Twin;

/// <summary>Steps of time to the very millisecond at which something changes, or one beside it.</summary>
internal sealed partial class CommandStream
{
    private const long FarthestEdgeMs = 100_000;

    /// <summary>Order that meets a protection window at its edge; the next command, if there is one.</summary>
    private PlaceOrder? _edgeOrder;

    /// <returns>False when no edge is near.</returns>
    private bool PassTimeToAnEdge()
    {
        IEnumerable<long> edges = _random.Below(8) switch
        {
            0 => _state.Orders.Select(o => o.Terms.ExpiresAtMs ?? 0),
            1 => _state.Wallets.Select(w => w.CancelAllAt ?? 0).Concat(_state.Instruments.Select(i => i.Expiry)),
            2 => _state.Wallets.SelectMany(w => w.Agents).Select(a => a.ExpiresAt ?? 0),
            3 => _state.Wallets.SelectMany(w => w.Protections).Select(m => m.FrozenUntil),
            4 => _state.Indexes.Values.Select(i => i.Time + _state.Rules.MaxPriceAgeMs),
            5 => _state.Wallets.Select(w => w.Stage?.Due ?? 0),
            6 => _state.Smiles.Select(s => s.Smile.UpdatedAtMs + _state.Rules.MaxPriceAgeMs),
            _ => WindowEdges(),
        };
        List<long> near = [.. edges.Where(e => e > _now && e - _now < FarthestEdgeMs)];
        if (near.Count == 0)
            return false;
        _now = Math.Max(_now, _random.PickFrom(near) + _random.Pick(-1, 0, 0, 1));
        return true;
    }

    /// <summary>Edges of one protection window; makes the order that will be counted there.</summary>
    private List<long> WindowEdges()
    {
        List<(NaiveWallet Wallet, NaiveMmp Mmp)> windows =
        [
            .. from wallet in _state.Wallets
               from mmp in wallet.Protections
               where mmp.Fills.Count > 0 && mmp.QuantityLimit is not null
               select (wallet, mmp),
        ];
        if (windows.Count == 0)
            return [];
        (NaiveWallet owner, NaiveMmp window) = _random.PickFrom(windows);
        List<NaiveOrder> book = _state.Orders.FindAll(o => Underlying(o.Symbol) == window.Underlying);
        List<NaiveOrder> resting = book.FindAll(o => o.IsMmp && o.Wallet == owner.Address);
        List<NaiveOrder> others = book.FindAll(o => o.Wallet != owner.Address);
        if (resting.Count > 0)
            _edgeOrder = EdgeOrder(_random.PickFrom(resting), _random.PickFrom(Wallets), window);
        else if (others.Count > 0)
            _edgeOrder = EdgeOrder(_random.PickFrom(others), owner.Address, window);
        return [.. window.Fills.Select(f => f.Time + window.IntervalMs)];
    }

    private PlaceOrder EdgeOrder(NaiveOrder target, WalletAddress wallet, NaiveMmp window)
    {
        // The limit and one step beyond it, with and without the oldest fill.
        long step = new NaiveRules(_state.Rules, window.Underlying).SizeStep;
        long limit = window.QuantityLimit!.Value;
        long size = _random.Pick(limit, limit - (long)window.Fills[0].Quantity, (long)window.Fills[0].Quantity);
        size = Math.Max(step, size + step * _random.Between(-1, 1));
        return new PlaceOrder(wallet, new OrderTerms(
            target.Symbol,
            1 - target.Side,
            target.Terms.Price,
            new Quantity(size / step * step),
            _random.Pick(TimeInForce.Gtc, TimeInForce.Fok, TimeInForce.Fok),
            Flags: OrderFlags.Mmp));
    }
}
