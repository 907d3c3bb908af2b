using Hypercall.Engine.Numerics;
using Hypercall.Engine.Rules;

namespace Hypercall.Cli.Inputs.Deribit;

/// <summary>The venue Deribit trades are replayed on: its rules and the two wallets (wire.md §Real input).</summary>
internal static class DeribitVenue
{
    private const ulong MakerNumber = 1;
    private const ulong TakerNumber = 2;
    private const int NoLimit = 1_000_000;

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
}
