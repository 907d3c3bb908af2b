using System.Collections.Immutable;

namespace Hypercall.Testing.Twin;

/// <summary>Commands of the options risk: settlement, quotes, option transfers, external positions.</summary>
internal sealed partial class CommandStream
{
    private long Unit => _profile.Huge && _random.PerMille(500)
        ? 30_000_000 * Quantity.UnitsPerContract
        : Quantity.UnitsPerContract;

    private EngineCommand Settlement()
    {
        var prices = ImmutableArray.CreateBuilder<SettlementPrice>();
        foreach (NaiveInstrument pending in _state.Instruments.Where(i => i.IsPending))
        {
            if (_random.PerMille(500))
                prices.Add(new SettlementPrice(pending.Underlying, pending.Key.ExpiryDate, SettlementAt(pending)));
        }

        if (_random.PerMille(100))
            prices.Add(new SettlementPrice("BTC", DateAfter(0), new Price(_random.Pick(0, -1, 1, Price.MaxUnits + 1))));
        if (_random.PerMille(50))
            prices.Add(new SettlementPrice(_random.Pick("", "eth", "ETH"), 20250230, new Price(1)));
        return new TickExpiry(prices.ToImmutable(), _random.PerMille(350));
    }

    /// <summary>Around the index, at the strike itself, or far from both.</summary>
    private Price SettlementAt(NaiveInstrument instrument)
    {
        long strike = instrument.Key.Strike.Units;
        long? index = _state.Indexes.TryGetValue(instrument.Underlying, out var last) ? last.Price : null;
        return _random.Below(8) switch
        {
            0 => instrument.Key.Strike,
            3 => new Price(Edge((long)(instrument.Average ?? index ?? strike))),
            4 when instrument.Average is not null => new Price((long)instrument.Average.Value),
            1 => new Price(strike / 2 + 1),
            2 => new Price(strike * 2 - 1),
            _ => Index(instrument.Underlying).Price,
        };
    }

    /// <summary>As far from a price as a carried one may be, or one unit farther.</summary>
    private long Edge(long near)
    {
        BigInteger most = (BigInteger)near * _state.Rules.MaxSettlementMovePpm / 1_000_000 + _random.Below(2);
        return Math.Max(1, (long)(_random.PerMille(500) ? near + most : near - most));
    }

    private EngineCommand Quote()
    {
        WalletAddress taker = AnyWallet();
        int count = _random.PerMille(30) ? (int)_random.Pick<long>(0, 20, 21) : (int)_random.Between(1, 3);
        string id = _random.PerMille(970) ? "q" : _random.Pick("", new string('é', 32), new string('é', 33));
        bool closes = _random.PerMille(200);
        RfqLeg[] legs = [.. Enumerable.Range(0, count).Select(_ => closes ? ClosingLeg(taker) : Leg())];
        return new RfqExecute(taker, "r", id, AnyWallet(), [.. legs]);
    }

    private RfqLeg Leg()
    {
        string symbol = AnySymbol();
        var leg = new RfqLeg(symbol, _random.Any<Side>(), AnySize(symbol), AnyPrice(symbol));
        return _random.PerMille(_profile.Malformed) ? Malform(leg) : leg;
    }

    private RfqLeg ClosingLeg(WalletAddress wallet)
    {
        List<NaivePosition> held = HeldBy(wallet);
        if (held.Count == 0)
            return Leg();
        NaivePosition position = _random.PickFrom(held);
        Side side = position.Size.Sign > 0 ? Side.Sell : Side.Buy;
        long size = (long)BigInteger.Abs(position.Size) / _random.Pick(1, 2);
        return new RfqLeg(position.Symbol, side, new Quantity(Math.Max(1, size)), AnyPrice(position.Symbol));
    }

    private RfqLeg Malform(RfqLeg leg)
    {
        var terms = new OrderTerms(leg.Symbol, leg.Side, leg.Price, leg.Size);
        terms = Malform(terms);
        return new RfqLeg(terms.Symbol, terms.Side, terms.Size, terms.Price);
    }

    private EngineCommand WithdrawOption()
    {
        (string? source, long? number) = NextWithdrawal();
        WalletAddress wallet = Withdrawing();
        List<NaivePosition> held = HeldBy(wallet);
        if (held.Count == 0 || _random.PerMille(50))
            return new OptionWithdrawalUpdate(wallet, TransferredSymbol(), TransferredSize(), source, number);
        NaivePosition position = _random.PickFrom(held);
        long size = (long)BigInteger.Abs(position.Size);
        size = _random.Below(4) switch
        {
            0 => size,
            1 => size + 1,
            _ => Math.Max(1, size / _random.Between(1, 4)),
        };
        return new OptionWithdrawalUpdate(wallet, position.Symbol, new Quantity(size), source, number);
    }

    private EngineCommand DepositOption()
    {
        (string? source, long? number) = NextTransfer();
        List<NaiveInstrument> kept = _state.Instruments.FindAll(i => i.Holding > 0);
        if (kept.Count == 0 || _random.PerMille(50))
            return new OptionDepositUpdate(AnyWallet(), TransferredSymbol(), TransferredSize(), source, number);
        NaiveInstrument instrument = _random.PickFrom(kept);
        long size = (long)instrument.Holding;
        size = _random.Pick(size, size + 1, Math.Max(1, size / 2), Math.Max(1, size / 3), Quantity.MaxExposureUnits);
        return new OptionDepositUpdate(AnyWallet(), instrument.Symbol, new Quantity(size), source, number);
    }

    private string TransferredSymbol() =>
        _random.Pick("BTC-PERP", "", AnySymbol(), OldSymbol(), $"BTC-{DateAfter(9)}-77-C");

    private Quantity TransferredSize() => new(_random.Pick(0, -1, 1, Unit));

    private EngineCommand Perp()
    {
        string symbol = _random.PerMille(950) ? _random.Pick("BTC-PERP", "ETH-PERP") : _random.Pick("BTC", "PERP", "");
        long size = _random.Between(-4, 4) * Unit / 2;
        long price = Index(_random.Pick("BTC", "ETH")).Price.Units;
        switch (_random.Below(60))
        {
            case 0:
                price = _random.Pick(-1, 0, Price.MaxUnits + 1);
                break;
            case 1:
                size = _random.Pick(Quantity.MaxExposureUnits + 1, -Quantity.MaxExposureUnits - 1);
                break;
        }

        return new HypercorePositionUpdate(AnyWallet(), symbol, new Quantity(size), new Price(price));
    }

    private EngineCommand HypercoreEquity()
    {
        Int128 most = Cash.MaxDepositsUnits;
        return new HypercoreEquityUpdate(AnyWallet(), new Cash(_random.Pick(0, 1, -most, most, most + 1, -most - 1)));
    }

    private List<NaivePosition> HeldBy(WalletAddress wallet) =>
        _state.Wallet(wallet).Positions.FindAll(p => !p.Size.IsZero);
}
