using System.Collections.Immutable;

namespace Hypercall.Cli.Demo.Day;

/// <summary>
/// Who trades on the demonstration's day: makers quote, takers hit them, a fund buys by request for quote, and sellers
/// take more risk than their cash can stand. Both margin modes are among each kind.
/// </summary>
internal sealed class DayTraders
{
    private const ulong FirstWallet = 0xD0;

    private DayTraders()
    {
        ulong next = FirstWallet;
        Makers = [.. Enumerable.Range(1, 4).Select(i => Create($"maker {i}", i <= 2, 5_000_000))];
        Takers = [.. Enumerable.Range(1, 6).Select(i => Create($"taker {i}", i % 2 == 0, 400_000))];
        Fund = Create("fund", false, 1_000_000);
        StandardSeller = Create("seller 1", false, 60_000);
        PortfolioSeller = Create("seller 2", true, 60_000);
        LongDatedSeller = Create("seller 3", false, 60_000);
        RescuedSeller = Create("seller 4", false, 60_000);

        DayTrader Create(string name, bool isPortfolio, long deposit) => new(
            name,
            WalletAddress.FromNumber(next++),
            isPortfolio ? MarginMode.Portfolio : MarginMode.Standard,
            deposit);
    }

    public static DayTraders Instance { get; } = new();

    public ImmutableArray<DayTrader> Makers { get; }

    public ImmutableArray<DayTrader> Takers { get; }

    /// <summary>Buys, by request for quote, and takes options out and in.</summary>
    public DayTrader Fund { get; }

    /// <summary>Sells puts that expire today, one by one margined.</summary>
    public DayTrader StandardSeller { get; }

    /// <summary>Sells puts that expire today, under portfolio margin.</summary>
    public DayTrader PortfolioSeller { get; }

    /// <summary>Sells puts that outlive the day; a maker buys what it holds at auction.</summary>
    public DayTrader LongDatedSeller { get; }

    /// <summary>As the one above, but pays in what the crash costs before it comes to that.</summary>
    public DayTrader RescuedSeller { get; }

    /// <summary>The four sellers.</summary>
    public IEnumerable<DayTrader> Sellers => [StandardSeller, PortfolioSeller, LongDatedSeller, RescuedSeller];

    /// <summary>Everyone, in the order of their addresses.</summary>
    public IEnumerable<DayTrader> All => [.. Makers, .. Takers, Fund, .. Sellers];
}
