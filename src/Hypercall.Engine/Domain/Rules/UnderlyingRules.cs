namespace Hypercall.Engine.Domain.Rules;

/// <summary>
/// The rules that hold for one underlying: the general ones with the underlying's override laid over them. Made once
/// per rule set and underlying, read for every order; the rule set must have passed <see cref="RuleSetValidation"/>.
/// </summary>
internal sealed class UnderlyingRules
{
    /// <summary>Price steps, ascending, the first from 0.</summary>
    public required ImmutableArray<TickStep> Ticks { get; init; }

    /// <summary>Time of day at which options expire, minutes after 00:00 UTC.</summary>
    public required int ExpiryTimeMinutes { get; init; }

    /// <summary>Sizes are multiples of it; units of <see cref="Quantity"/>.</summary>
    public required long SizeStepUnits { get; init; }

    /// <summary>Smallest size of an order; units of <see cref="Quantity"/>.</summary>
    public required long MinSizeUnits { get; init; }

    /// <summary>Largest size of an order; units of <see cref="Quantity"/>.</summary>
    public required long MaxSizeUnits { get; init; }

    /// <summary>Null: no band.</summary>
    public required PriceBandRules? PriceBand { get; init; }

    /// <summary>Band of wallets in distress; null: none.</summary>
    public required DistressRules? Distress { get; init; }

    /// <summary>Fee rates.</summary>
    public required FeeRules Fees { get; init; }

    /// <summary>Standard margin.</summary>
    public required StandardMarginRules Standard { get; init; }

    /// <summary>Portfolio margin.</summary>
    public required PortfolioMarginRules Portfolio { get; init; }

    /// <summary>The rules of <paramref name="underlying"/> under <paramref name="rules"/>.</summary>
    public static UnderlyingRules Resolve(RuleSet rules, string underlying)
    {
        UnderlyingOverride? own = Find(rules.Overrides.AsSpan(), underlying);
        TradingRules trading = rules.Trading;
        return new UnderlyingRules
        {
            Ticks = own?.Ticks ?? trading.Ticks,
            ExpiryTimeMinutes = own?.ExpiryTimeMinutes ?? rules.ExpiryTimeMinutes,
            SizeStepUnits = (own?.SizeStep ?? trading.SizeStep).Units,
            MinSizeUnits = (own?.MinSize ?? trading.MinSize).Units,
            MaxSizeUnits = (own?.MaxSize ?? trading.MaxSize).Units,
            PriceBand = own is { OverridesPriceBand: true } ? own.PriceBand : trading.PriceBand,
            Distress = own is { OverridesDistress: true } ? own.Distress : trading.Distress,
            Fees = own?.Fees ?? rules.Fees,
            Standard = own?.Standard ?? rules.Standard,
            Portfolio = own?.Portfolio ?? rules.Portfolio,
        };
    }

    /// <summary>The instant at which what expires on a date expires, ms since the epoch.</summary>
    public long ExpiryMs(int date) => CalendarDate.ToEpochMs(date) + ExpiryTimeMinutes * 60_000L;

    /// <summary>The tick that holds at a price: that of the greatest From not above it.</summary>
    /// <param name="priceUnits">A price above zero.</param>
    public long TickUnitsAt(long priceUnits) => Ticks[TickIndexAt(priceUnits)].Tick.Units;

    /// <summary>The tick that holds at a price above zero, and from where to where it holds.</summary>
    public TickRange TickRangeAt(long priceUnits)
    {
        int index = TickIndexAt(priceUnits);
        long last = index + 1 < Ticks.Length ? Ticks[index + 1].From.Units - 1 : long.MaxValue;
        return new TickRange(Ticks[index].From.Units, last, Ticks[index].Tick.Units);
    }

    private int TickIndexAt(long priceUnits)
    {
        ReadOnlySpan<TickStep> ticks = Ticks.AsSpan();
        int index = ticks.Length - 1;
        while (index > 0 && ticks[index].From.Units > priceUnits)
            index--;
        return index;
    }

    private static UnderlyingOverride? Find(ReadOnlySpan<UnderlyingOverride> overrides, string underlying)
    {
        foreach (UnderlyingOverride item in overrides)
        {
            if (string.Equals(item.Underlying, underlying, StringComparison.Ordinal))
                return item;
        }

        return null;
    }
}

/// <summary>A tick and the prices at which it holds.</summary>
internal readonly record struct TickRange(long FirstUnits, long LastUnits, long TickUnits);
