using Hypercall.Engine.Events;
using Hypercall.Gateway.Standing;
using Hypercall.Views.Events;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>Which of the portfolios that are watched are read next, however many there are.</summary>
public sealed class PortfolioFeedTests
{
    private const int Wallets = 1_000;
    private const int AtOnce = 16;

    private readonly PortfolioFeed _feed = new();

    public PortfolioFeedTests()
    {
        for (int number = 1; number <= Wallets; number++)
            Assert.True(_feed.Add(SocketPair.NewServer(), WalletAddress.FromNumber((ulong)number), null));
    }

    [Fact]
    public void So_many_are_read_at_once_and_each_before_any_again()
    {
        var read = new List<WalletAddress>();
        for (long tick = 0; read.Count < Wallets; tick++)
        {
            IReadOnlyList<WalletFeed> next = _feed.Next(tick, sequence: 1);
            Assert.InRange(next.Count, 1, AtOnce);
            read.AddRange(next.Select(wallet => wallet.Wallet));
        }

        Assert.Equal(Wallets, read.Distinct().Count());
    }

    [Fact]
    public void What_something_happened_to_is_read_first_and_not_ten_times_a_second()
    {
        long tick = 0;
        for (int round = 0; round < Wallets / AtOnce + 1; round++)
        {
            foreach (WalletFeed wallet in _feed.Next(tick++, sequence: 1))
                wallet.HasRealized = false;
        }

        tick += 2;
        WalletAddress taker = WalletAddress.FromNumber(7), maker = WalletAddress.FromNumber(901);
        _feed.Take(Fill(taker, maker));

        IReadOnlyList<WalletFeed> next = _feed.Next(tick, sequence: 2);

        Assert.Equal([taker, maker], next.Take(2).Select(wallet => wallet.Wallet).Order());
        Assert.All(next.Index(), wallet => Assert.Equal(wallet.Index < 2, wallet.Item.HasRealized));
        _feed.Take(Fill(taker, maker));
        Assert.DoesNotContain(_feed.Next(tick + 1, sequence: 2), wallet => wallet.Wallet == taker);
        Assert.Contains(_feed.Next(tick + 2, sequence: 2), wallet => wallet.Wallet == taker);
    }

    private static FillEvent Fill(WalletAddress taker, WalletAddress maker) => new(2, 2, new Filled(
        1, "ETH-20351228-3200-C", Price.FromUsdc(1), Quantity.FromContracts(1), Side.Buy, 1, 2, taker, maker,
        Cash.Zero, Cash.Zero, Cash.Zero, Cash.Zero, FillSource.Book));
}
