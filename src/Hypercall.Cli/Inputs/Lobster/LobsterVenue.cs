using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Cli.Inputs.Lobster;

/// <summary>
/// The venue a LOBSTER file is replayed on: one option symbol that stands for the stock, its rules, and the wallets
/// the orders belong to (wire.md §Real input).
/// </summary>
internal static class LobsterVenue
{
    /// <summary>Stands for the stock; it expires half a year after the recorded day.</summary>
    public const string Symbol = "AAPL-20121221-1-C";

    /// <summary>2012-06-21 00:00 in New York, where the recorded seconds start: 04:00 UTC.</summary>
    public const long MidnightMs = 1_340_251_200_000;

    private const int MakerWallets = 8;
    private const ulong AggressorNumber = 9;
    private const ulong SeedNumber = 10;
    private const int NoLimit = 1_000_000;

    /// <summary>LOBSTER's prices are dollars × 10,000.</summary>
    private const long PriceUnitsPerLobsterUnit = Price.UnitsPerUsdc / 10_000;

    /// <summary>Sends the ioc orders.</summary>
    public static WalletAddress Aggressor { get; } = WalletAddress.FromNumber(AggressorNumber);

    /// <summary>Owns the book from before the file.</summary>
    public static WalletAddress Seed { get; } = WalletAddress.FromNumber(SeedNumber);

    /// <summary>The maker that an order of the file belongs to.</summary>
    public static WalletAddress MakerOf(long orderId) =>
        WalletAddress.FromNumber(1 + (ulong)(orderId % MakerWallets));

    /// <summary>A price of the file as the engine's.</summary>
    public static Price ToPrice(long lobsterPrice) => new(lobsterPrice * PriceUnitsPerLobsterUnit);

    /// <summary>Tick 0.0001, size step 1, no significant-figure limit, no fees, margin off, wide tier limits.</summary>
    public static RuleSet Rules { get; } = RuleSet.Default with
    {
        Version = RuleSet.Default.Version + 1,
        MarginEnabled = false,
        SignificantFigures = 0,
        Trading = new TradingRules(
            [new TickStep(new Price(0), new Price(PriceUnitsPerLobsterUnit))],
            Quantity.FromContracts(1),
            Quantity.FromContracts(1),
            RuleSet.Default.Trading.MaxSize,
            null),
        Fees = new FeeRules(0, 0, 0, 0, 0, 0),
        Tier = new TierRules(NoLimit, NoLimit),
    };
}
