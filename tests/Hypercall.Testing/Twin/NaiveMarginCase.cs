namespace Hypercall.Testing.Twin;

/// <summary>What margin looks at: a wallet as it is, or as it would be after something happened to it.</summary>
internal sealed record NaiveMarginCase(
    MarginMode Mode,
    BigInteger Cash,
    BigInteger Debt,
    IReadOnlyList<NaivePosition> Positions,
    IReadOnlyList<NaiveQuote> Orders,
    IReadOnlyList<NaivePerp> Perps)
{
    public static NaiveMarginCase Of(NaiveWallet wallet, IEnumerable<NaiveOrder> orders) => new(
        wallet.Mode,
        wallet.Cash,
        wallet.Debt,
        [.. wallet.Positions.Where(p => !p.Size.IsZero)],
        [.. orders.Select(o => new NaiveQuote(o.Symbol, o.Side, o.Price, o.Remaining))],
        wallet.Perps);

    public NaiveMarginCase WithOrder(OrderTerms terms) => this with
    {
        Orders = [.. Orders, new NaiveQuote(terms.Symbol, terms.Side, terms.Price.Units, terms.Size.Units)],
    };

    public NaiveMarginCase WithoutOrders() => this with { Orders = [] };

    public NaiveMarginCase WithCash(BigInteger delta) => this with { Cash = Cash + delta };

    /// <summary>After a fill whose fee is paid.</summary>
    public NaiveMarginCase WithFill(string symbol, BigInteger quantity, BigInteger price, BigInteger fee)
    {
        List<NaivePosition> positions = [.. Positions.Select(p => p.Copy())];
        NaivePosition? position = positions.Find(p => p.Symbol == symbol);
        if (position is null)
        {
            position = new NaivePosition { Symbol = symbol };
            positions.Add(position);
        }

        BigInteger realized = position.Fill(quantity, price);
        BigInteger cash = Mode == MarginMode.Standard ? -quantity * price : realized;
        positions.RemoveAll(p => p.Size.IsZero);
        return this with { Cash = Cash + cash - fee, Positions = positions };
    }

    /// <summary>In the other mode, open positions converted.</summary>
    public NaiveMarginCase Converted()
    {
        BigInteger cost = 0;
        foreach (NaivePosition position in Positions)
            cost += position.Cost;
        return Mode == MarginMode.Standard
            ? this with { Mode = MarginMode.Portfolio, Cash = Cash + cost }
            : this with { Mode = MarginMode.Standard, Cash = Cash - cost };
    }

    /// <summary>Sum of the open orders of a side in a symbol.</summary>
    public BigInteger Open(string symbol, Side side)
    {
        BigInteger sum = 0;
        foreach (NaiveQuote order in Orders.Where(o => o.Symbol == symbol && o.Side == side))
            sum += order.Remaining;
        return sum;
    }

    public BigInteger Held(string symbol) => Positions.FirstOrDefault(p => p.Symbol == symbol)?.Size ?? 0;

    /// <summary>Every symbol that is held or quoted, once.</summary>
    public IEnumerable<string> Symbols() => Positions.Select(p => p.Symbol).Union(Orders.Select(o => o.Symbol));
}
