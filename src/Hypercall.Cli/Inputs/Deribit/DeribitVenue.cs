using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Cli.Inputs.Deribit;

/// <summary>The venue Deribit trades are replayed on: its rules and the two wallets (wire.md §Real input).</summary>
internal static class DeribitVenue
{
    private const ulong MakerNumber = 1;
    private const ulong TakerNumber = 2;
    private const int NoLimit = 1_000_000;
    private const long DepositUsdc = 100_000_000;
    private const string Source = "deribit";

    /// <summary>Quotes every trade.</summary>
    public static WalletAddress Maker { get; } = WalletAddress.FromNumber(MakerNumber);

    /// <summary>Takes every quote.</summary>
    public static WalletAddress Taker { get; } = WalletAddress.FromNumber(TakerNumber);

    /// <summary>
    /// Tick 0.00000001, size step 0.000001, no significant-figure limit, margin off, default fees, wide tier limits.
    /// </summary>
    public static RuleSet Rules { get; } = RuleSet.Default with
    {
        Version = RuleSet.Default.Version + 1,
        MarginEnabled = false,
        SignificantFigures = 0,
        Trading = new TradingRules(
            [new TickStep(new Price(0), new Price(1))],
            new Quantity(1),
            new Quantity(1),
            RuleSet.Default.Trading.MaxSize,
            null),
        Tier = new TierRules(NoLimit, NoLimit),
    };

    /// <summary>
    /// The same with margin and price band; prices and volatilities of any age count, since trades are far between.
    /// </summary>
    public static RuleSet MarginRules { get; } = Rules with
    {
        MarginEnabled = true,
        MaxPriceAgeMs = 0,
        Trading = Rules.Trading with { PriceBand = RuleSet.Default.Trading.PriceBand },
    };

    /// <summary>What comes before the first trade.</summary>
    /// <param name="withMargin">
    /// With margin: deposits that every trade of a day can be margined with, portfolio margin for the maker, standard
    /// margin for the taker.
    /// </param>
    public static IEnumerable<EngineCommand> Opening(bool withMargin)
    {
        if (!withMargin)
        {
            yield return new SetRules(Rules);
            yield break;
        }

        yield return new SetRules(MarginRules);
        yield return new DepositUpdate(Maker, Cash.FromUsdc(DepositUsdc), Source, 1);
        yield return new DepositUpdate(Taker, Cash.FromUsdc(DepositUsdc), Source, 2);
        yield return new MarginModeUpdate(Maker, MarginMode.Portfolio);
    }

    /// <summary>
    /// Protection of the maker by quantity, delta and vega; the engine takes it once the underlying has an instrument.
    /// </summary>
    public static MmpConfigUpdate Protection(string underlying) => new(
        Maker, underlying, Enabled: true, IntervalMs: 60_000, FrozenTimeMs: 1_000, Quantity.FromContracts(25),
        DeltaLimitUnits: 8 * Price.UnitsPerUsdc, VegaLimitUnits: 1_000 * Price.UnitsPerUsdc, ConfigNonce: 1);
}
