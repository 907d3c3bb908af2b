using System.Collections.Immutable;

namespace Hypercall.Testing.Twin;

/// <summary>Order commands.</summary>
internal sealed partial class CommandStream
{
    private EngineCommand Place()
    {
        WalletAddress wallet = AnyWallet();
        return new PlaceOrder(wallet, Terms(wallet));
    }

    private EngineCommand Cancel()
    {
        WalletAddress wallet = AnyWallet();
        OrderReference target = Reference(wallet, out NaiveOrder? order);
        return order is not null || _random.PerMille(100) ? new CancelOrder(wallet, target) : Place();
    }

    private EngineCommand CancelMany()
    {
        string? symbol = _random.PerMille(300) ? AnySymbol() : null;
        string? underlying = _random.PerMille(300) ? AnyUnderlying() : null;
        if (_random.PerMille(50))
            symbol = _random.Pick("BTC-PERP", "BTC", "BTC-20250230-1-C");
        return new CancelAll(AnyWallet(), symbol, underlying, _random.PerMille(300));
    }

    private EngineCommand DeadMan() => new CancelAllAfter(
        AnyWallet(),
        _random.PerMille(50) ? CommandEnvelope.MaxTimestampMs
        : _random.PerMille(400) ? 0
        : _random.Between(1, 4_000));

    private EngineCommand Replace()
    {
        WalletAddress wallet = AnyWallet();
        OrderReference target = Reference(wallet, out NaiveOrder? old);
        return old is not null || _random.PerMille(50)
            ? Replacing(wallet, target, old)
            : Place();
    }

    private ReplaceOrder Replacing(WalletAddress wallet, OrderReference target, NaiveOrder? old)
    {
        OrderTerms terms = ReplacingTerms(wallet, old);
        if (old is null || _random.PerMille(700))
            return new ReplaceOrder(wallet, target, terms, TotalSize: old is null && _random.PerMille(300));
        long total = _random.Below(8) switch
        {
            0 => old.Filled,
            1 => -Math.Max(terms.Size.Units, -long.MaxValue),
            2 => Math.Max(0, old.Filled - 1),
            3 => terms.Size.Units,
            _ => (long)BigInteger.Min(long.MaxValue, (BigInteger)old.Filled + terms.Size.Units),
        };
        return new ReplaceOrder(wallet, target, terms with { Size = new Quantity(total) }, TotalSize: true);
    }

    private OrderTerms ReplacingTerms(WalletAddress wallet, NaiveOrder? old)
    {
        if (old is null || _random.PerMille(300))
            return Terms(wallet);
        OrderTerms terms = old.Terms with { ClientId = null, Stp = AnyStp() };
        long step = new NaiveRules(_state.Rules, Underlying(old.Symbol)).SizeStep;
        long size = Math.Max(old.Remaining + step * _random.Between(-3, 1), step);
        terms = terms with { Size = new Quantity(size) };
        if (_random.PerMille(150))
            terms = terms with { ClientId = _random.PerMille(500) ? old.ClientId : AnyClientId() };
        return _random.Below(20) switch
        {
            0 => terms with { Price = AnyPrice(old.Symbol) },
            1 => terms with { Flags = terms.Flags ^ OrderFlags.PostOnly },
            2 => terms with { Flags = terms.Flags ^ OrderFlags.Mmp },
            3 => terms with { Builder = AnyBuilder() },
            4 => terms with { Side = 1 - terms.Side },
            5 => terms with { TimeInForce = TimeInForce.Gtd, ExpiresAtMs = _now + 500 },
            6 => terms with { TimeInForce = TimeInForce.Fok },
            _ => terms,
        };
    }

    private EngineCommand Bulk()
    {
        WalletAddress wallet = AnyWallet();
        int count = _random.PerMille(40) ? (int)_random.Pick<long>(0, 50, 51) : (int)_random.Between(1, 6);
        var actions = ImmutableArray.CreateBuilder<BulkAction>(count);
        for (int i = 0; i < count; i++)
        {
            OrderReference target = Reference(wallet, out NaiveOrder? old);
            actions.Add(_random.Below(10) switch
            {
                < 6 => new BulkPlace(Terms(wallet)),
                < 8 => new BulkCancel(target),
                _ => BulkReplacing(Replacing(wallet, target, old)),
            });
        }

        return new BulkOrders(wallet, actions.MoveToImmutable());
    }

    private static BulkReplace BulkReplacing(ReplaceOrder r) => new(r.Target, r.Order, r.TotalSize);

    /// <summary>Mostly an open order of the wallet, by id or client id.</summary>
    private OrderReference Reference(WalletAddress wallet, out NaiveOrder? order)
    {
        order = null;
        List<NaiveOrder> open = _state.Orders.FindAll(o => o.Wallet == wallet);
        if (open.Count == 0 || _random.PerMille(40))
        {
            return _random.PerMille(500)
                ? OrderReference.ById(_random.Between(0, _state.LastOrderId + 1))
                : OrderReference.ByClientId(AnyClientId());
        }

        order = _random.PickFrom(open);
        return order.ClientId is not null && _random.PerMille(500)
            ? OrderReference.ByClientId(order.ClientId)
            : OrderReference.ById(order.Id);
    }

    private OrderTerms Terms(WalletAddress wallet)
    {
        string symbol = AnySymbol();
        Side side = _random.Any<Side>();
        OrderFlags flags = AnyFlags();
        List<NaivePosition> held = _state.Wallet(wallet).Positions.FindAll(p => !p.Size.IsZero);
        if (flags.HasFlag(OrderFlags.ReduceOnly) && held.Count > 0 && _random.PerMille(900))
        {
            NaivePosition position = _random.PickFrom(held);
            (symbol, side) = (position.Symbol, position.Size.Sign > 0 ? Side.Sell : Side.Buy);
        }

        TimeInForce tif = AnyTimeInForce();
        if (tif is TimeInForce.Ioc or TimeInForce.Fok && _random.PerMille(950))
            flags &= ~OrderFlags.PostOnly;
        long? expiresAt = tif == TimeInForce.Gtd ? _now + _random.Pick(1, 7, 200, 3_000, 86_400_000) : null;
        string? clientId = _random.PerMille(200) ? AnyClientId() : null;
        (Price price, Quantity size) = (AnyPrice(symbol), AnySize(symbol));
        NaiveOrder? best = _state.Orders.Find(o => o.Symbol == symbol && o.Side != side);
        if (tif == TimeInForce.Fok && best is not null && _random.PerMille(600))
            (price, size) = (best.Terms.Price, _random.PerMille(500) ? new Quantity(best.Remaining) : size);
        var terms = new OrderTerms(
            symbol, side, price, size, tif, expiresAt, flags, AnyStp(), clientId, AnyBuilder());
        if (_random.PerMille(100))
            terms = Hit(terms);
        return _random.PerMille(_profile.Malformed) ? Malform(terms) : terms;
    }

    /// <summary>Aims an order at one that rests, one under protection where there is any.</summary>
    private OrderTerms Hit(OrderTerms terms)
    {
        List<NaiveOrder> protectedOrders = _state.Orders.FindAll(o => o.IsMmp);
        List<NaiveOrder> targets = protectedOrders.Count > 0 ? protectedOrders : _state.Orders;
        if (targets.Count == 0)
            return terms;
        NaiveOrder target = _random.PickFrom(targets);
        return terms with { Symbol = target.Symbol, Side = 1 - target.Side, Price = target.Terms.Price };
    }

    private OrderFlags AnyFlags() =>
        (_random.PerMille(100) ? OrderFlags.PostOnly : OrderFlags.None)
        | (_random.PerMille(_profile.MmpFlag) ? OrderFlags.Mmp : OrderFlags.None)
        | (_random.PerMille(_profile.ReduceOnlyFlag) ? OrderFlags.ReduceOnly : OrderFlags.None);

    private TimeInForce AnyTimeInForce() => _random.PerMille(_profile.FillOrKill)
        ? TimeInForce.Fok
        : _random.Pick(
            TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Gtd);

    private OrderTerms Malform(OrderTerms terms)
    {
        long price = terms.Price.Units;
        long size = terms.Size.Units;
        return _random.Below(20) switch
        {
            0 => terms with { Symbol = _random.Pick("BTC-PERP", "btc-20300101-1-C", "BTC-20300101-01-C", "") },
            1 => terms with { Symbol = "SOL-20300101-100-C" },
            2 => terms with { Price = new Price(_random.Pick(0, -price, long.MinValue)) },
            3 => terms with { Price = new Price(_random.Pick(Price.MaxUnits, Price.MaxUnits + 1, long.MaxValue)) },
            4 => terms with { Price = new Price(price + 1) },
            5 => terms with { Price = new Price(12_345_600_000_000 + _random.Below(2) * 100_000_000) },
            6 => terms with { Size = new Quantity(_random.Pick(0, -size, long.MinValue)) },
            7 => terms with { Size = new Quantity(size + 1) },
            8 => terms with { Size = new Quantity(EdgeSize(terms.Symbol)) },
            9 => terms with { Size = new Quantity(Quantity.UnitsPerContract * _random.Pick(2_000_000, 999_999_999)) },
            10 => terms with { ClientId = new string('é', 32) },
            11 => terms with { ClientId = new string('é', 32) + "x" },
            12 => terms with { TimeInForce = TimeInForce.Gtd, ExpiresAtMs = _random.Pick(0, _now - 1, _now, _now + 1) },
            13 => terms with { TimeInForce = TimeInForce.Gtd, ExpiresAtMs = null },
            14 => terms with { TimeInForce = TimeInForce.Ioc, ExpiresAtMs = _now + 1 },
            15 => terms with { TimeInForce = TimeInForce.Ioc, ExpiresAtMs = null, Flags = OrderFlags.PostOnly },
            16 => terms with { TimeInForce = TimeInForce.Fok, ExpiresAtMs = null, Flags = (OrderFlags)7 },
            17 => terms with { Size = new Quantity(long.MaxValue), ClientId = new string('x', 65) },
            18 => terms with { Flags = terms.Flags | OrderFlags.ReduceOnly },
            _ => terms with { Symbol = OldSymbol() },
        };
    }

    private long EdgeSize(string symbol)
    {
        var rules = new NaiveRules(_state.Rules, Underlying(symbol));
        return _random.Pick(rules.SizeStep, rules.MinSize, rules.MaxSize, rules.MaxSize + rules.SizeStep);
    }

    private Price AnyPrice(string symbol)
    {
        if (_profile.NearTheMoney)
            return PriceAroundMark(symbol);
        long middle = (_profile.Huge ? 400_000_000 : 100) * Price.UnitsPerUsdc;
        long tick = new NaiveRules(_state.Rules, Underlying(symbol)).Tick(middle);
        if (_profile.Fine && _random.PerMille(500))
            middle += 3 * tick;
        return new Price(middle / tick * tick + tick * _random.Between(-3, 3));
    }

    /// <summary>Mostly a few ticks beside the mark, at times far from it: the price band and margin look at that.</summary>
    private Price PriceAroundMark(string symbol)
    {
        NaiveInstrument? instrument = _state.Instrument(symbol);
        BigInteger? mark = instrument is null ? null : new NaivePricing(_state).Mark(instrument);
        long middle = Math.Max((long)(mark ?? Normal() / 20), 1);
        if (_random.PerMille(60))
            middle = _random.Pick(middle / 3, middle * 2, middle * 3 / 2, middle * 4);
        long tick = new NaiveRules(_state.Rules, Underlying(symbol)).Tick(middle);
        long price = middle / tick * tick + tick * _random.Between(-3, 3);
        long digits = Math.Max(1, (long)Math.Pow(10, Math.Max(0, $"{price}".Length - 5)));
        if (_state.Rules.SignificantFigures != 0 && _random.PerMille(950))
            price = price / digits * digits;
        return new Price(Math.Max(price, tick));
    }

    private Quantity AnySize(string symbol)
    {
        var rules = new NaiveRules(_state.Rules, Underlying(symbol));
        bool isHuge = _profile.Huge && (!_profile.NearTheMoney || _random.PerMille(500));
        long unit = Math.Max(rules.MinSize, isHuge ? rules.MaxSize / 30 : Quantity.UnitsPerContract);
        long size = unit * _random.Between(1, 5);
        if (_profile.Fine)
            size += _random.Below(1_000) * rules.SizeStep;
        return new Quantity(size / rules.SizeStep * rules.SizeStep);
    }

    private StpMode? AnyStp() => _random.PerMille(300) ? null : _random.Any<StpMode>();

    private string AnyClientId() => $"c{_random.Below(6)}";

    /// <summary>Mostly one that the rules name.</summary>
    private WalletAddress? AnyBuilder()
    {
        if (!_random.PerMille(200))
            return null;
        if (_state.Rules.Builders.Length > 0 && _random.PerMille(900))
            return _random.PickFrom(_state.Rules.Builders);
        return _random.PerMille(200) ? _random.PickFrom(Others) : null;
    }

    private static string Underlying(string symbol) =>
        ParsedInstrument.TryParse(symbol, out ParsedInstrument? parsed) ? parsed.Key.Underlying : "BTC";
}
