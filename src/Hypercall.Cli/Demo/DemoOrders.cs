using System.Collections.Immutable;
using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Cli.Demo;

/// <summary>Orders and requests for quote of a demonstration, priced around the marks.</summary>
internal sealed class DemoOrders(SeededRandom random)
{
    private const long Cent = Price.UnitsPerUsdc / 100;
    private const int MostUnits = 10;
    private const int Thousandths = 1_000;

    /// <summary>Most figures of a price under the default rules.</summary>
    private const int FirstSixFigures = 100_000;

    /// <summary>A maker takes its quotes on one expiry out and puts new ones in, in one bulk.</summary>
    public BulkOrders Quote(WalletAddress maker, DemoUnderlying underlying, int expiry, long nowMs)
    {
        var actions = ImmutableArray.CreateBuilder<BulkAction>();
        foreach (DemoOption option in underlying.Options(expiry))
        {
            long mark = underlying.MarkUnits(option, nowMs);
            long half = 2 * Cent + mark * (15 + random.Below(15)) / Thousandths;
            AddQuote(actions, underlying, option, Side.Buy, mark - half);
            AddQuote(actions, underlying, option, Side.Sell, mark + half);
        }

        return new BulkOrders(maker, actions.DrainToImmutable());
    }

    /// <summary>A taker's order, which reaches up to 4 % beyond the mark.</summary>
    /// <param name="bearishPercent">How likely it is that the order gains from falling prices.</param>
    public PlaceOrder Take(
        WalletAddress taker, DemoUnderlying underlying, int expiry, int bearishPercent, long nowMs)
    {
        DemoOption option = Any(underlying, expiry);
        bool isBearish = random.Chance(bearishPercent);
        Side side = isBearish == (option.Type == OptionType.Put) ? Side.Buy : Side.Sell;
        TimeInForce timeInForce = random.Chance(20) ? TimeInForce.Fok : TimeInForce.Ioc;
        return Order(
            taker, underlying, option, side, random.Below(40), 1 + random.Below(MostUnits / 2), timeInForce, nowMs);
    }

    /// <summary>An order at once or never.</summary>
    /// <param name="beyond">How far beyond the mark it reaches, in thousandths of the mark.</param>
    /// <param name="units">Size in the underlying's units.</param>
    public static PlaceOrder Order(
        WalletAddress trader, DemoUnderlying underlying, in DemoOption option, Side side, int beyond, int units,
        TimeInForce timeInForce, long nowMs)
    {
        long mark = underlying.MarkUnits(option, nowMs);
        long reach = 5 * Cent + mark * beyond / Thousandths;
        return new PlaceOrder(trader, new OrderTerms(
            option.Symbol,
            side,
            OnGrid(side == Side.Buy ? mark + reach : mark - reach),
            underlying.Size(units),
            timeInForce));
    }

    /// <summary>A request for quote of one to four legs at the marks.</summary>
    public RfqExecute Request(
        int number, WalletAddress taker, WalletAddress maker, DemoUnderlying underlying, long nowMs)
    {
        var legs = ImmutableArray.CreateBuilder<RfqLeg>();
        for (int count = 1 + random.Below(4); count > 0; count--)
        {
            DemoOption option = Any(underlying, random.Below(underlying.ExpiryCount));
            Side side = random.Below(2) == 0 ? Side.Buy : Side.Sell;
            legs.Add(Leg(underlying, option, side, 1 + random.Below(MostUnits / 2), nowMs));
        }

        return new RfqExecute(taker, $"rfq-{number}", $"quote-{number}", maker, legs.DrainToImmutable());
    }

    /// <summary>A leg at the mark.</summary>
    public static RfqLeg Leg(DemoUnderlying underlying, in DemoOption option, Side side, int units, long nowMs) =>
        new(option.Symbol, side, underlying.Size(units), OnGrid(underlying.MarkUnits(option, nowMs)));

    /// <summary>The price below on the default rules' grid: whole cents, five figures, above zero.</summary>
    public static Price OnGrid(long units)
    {
        long step = Cent;
        while (units >= step * FirstSixFigures)
            step *= 10;
        return new Price(Math.Max(Cent, units / step * step));
    }

    private void AddQuote(
        ImmutableArray<BulkAction>.Builder actions,
        DemoUnderlying underlying,
        in DemoOption option,
        Side side,
        long units)
    {
        string clientId = $"{side}-{option.Symbol}";
        actions.Add(new BulkCancel(OrderReference.ByClientId(clientId)));
        if (units < Cent)
            return;
        actions.Add(new BulkPlace(new OrderTerms(
            option.Symbol,
            side,
            OnGrid(units),
            underlying.Size(1 + random.Below(MostUnits)),
            Flags: OrderFlags.PostOnly | OrderFlags.Mmp,
            ClientId: clientId)));
    }

    private DemoOption Any(DemoUnderlying underlying, int expiry)
    {
        DemoOption[] options = [.. underlying.Options(expiry)];
        return options[random.Below(options.Length)];
    }
}
