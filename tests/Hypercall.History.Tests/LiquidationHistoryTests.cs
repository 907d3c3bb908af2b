using Hypercall.Actors.Tests.Support;

namespace Hypercall.History.Tests;

/// <summary>Changes of liquidation states around auctions, and what a deleveraging realizes.</summary>
public sealed class LiquidationHistoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HistoryRun _run = new(AuctionVenue.Envelopes());
    private int _files;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    /// <summary>A position that was closed against another one of itself has realized what it was closed at.</summary>
    [Fact]
    public void What_a_deleveraging_closed_is_realized()
    {
        HistoryReader reader = Read();
        Assert.Equal(
            [("-53900", 1L), ("53900", 1L)],
            ((WalletAddress[])[AuctionVenue.Closed, AuctionVenue.Holder])
                .Select(wallet => Assert.Single(reader.Sum(wallet, SumNames.Realized).Rows))
                .Select(sum => ($"{sum.Amount}", sum.Events - reader.Fills(
                    sum.Wallet, HistorySlice.All).Rows.Count)));
    }

    [Fact]
    public void Changes_of_state_stand_in_their_order()
    {
        HistoryReader reader = Read();
        Assert.All((WalletAddress[])[AuctionVenue.Sold, AuctionVenue.Closed, AuctionVenue.Saved], wallet => Assert.Equal(
            [
                (LiquidationState.Healthy, LiquidationState.PreLiquidation),
                (LiquidationState.PreLiquidation, LiquidationState.InLiquidation),
                (LiquidationState.InLiquidation, LiquidationState.InLiquidation),
                (LiquidationState.InLiquidation, LiquidationState.Healthy),
            ],
            reader.Liquidations(new LiquidationFilter(wallet), new HistorySlice(10)).Rows.Reverse()
                .Select(row => (row.Before, row.After))));
    }

    /// <summary>Auctions that ran when the archive was made end with the same rows.</summary>
    [Fact]
    public void Behind_an_archive_changes_are_the_same() =>
        HistoryScenarios.Behind_an_archive_ids_are_the_same(Make, _run, "liquidations");

    /// <summary>A liquidated taker pays another fee than others do; it comes before the maker's like any.</summary>
    [Fact]
    public void A_builder_s_share_is_of_the_fill_that_it_was_paid_for()
    {
        HistoryDatabase database = Make();
        new HistoryRun(BuiltVenue.Envelopes()).ShowAll(database);
        var reader = new HistoryReader(database);
        (string Wallet, bool IsTaker, string Fee, string? Builder, string Share)[] Fills(FillSource source) =>
        [
            .. BuiltVenue.Traders.SelectMany(wallet => reader.Fills(wallet, HistorySlice.All).Rows)
                .Where(fill => fill.Source == source)
                .Select(fill => (BuiltVenue.NameOf(fill.Wallet), fill.IsTaker, $"{fill.Fee}",
                    fill.Builder is { } builder ? BuiltVenue.NameOf(builder) : null, $"{fill.BuilderFee}"))
                .Distinct(),
        ];

        Assert.Equal(
            [("Short", true, "1.6", "Builder", "0.8"), ("Long", false, "0.64", null, "0")], Fills(FillSource.Book));
        Assert.Equal(
            [("Short", true, "14.5", null, "0"), ("Maker", false, "0.29", "Builder", "0.145")],
            Fills(FillSource.Liquidation));
    }

    private HistoryReader Read()
    {
        HistoryDatabase database = Make();
        _run.ShowAll(database, sequence => sequence % 3 == 0);
        return new HistoryReader(database);
    }

    private HistoryDatabase Make() => HistoryDatabase.Sqlite(_directory.File($"liquidations-{_files++}.db"));
}
