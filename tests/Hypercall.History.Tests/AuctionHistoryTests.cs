using Hypercall.Actors.Tests.Support;

namespace Hypercall.History.Tests;

/// <summary>Auctions, deleveragings and the changes of state around them.</summary>
public sealed class AuctionHistoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly HistoryRun _run = new(AuctionVenue.Envelopes());
    private int _files;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }

    [Fact]
    public void Auctions_are_as_they_were_last_told_of()
    {
        AuctionRow[] rows = [.. Read().Auctions(null, null, 10).Rows];

        Assert.Equal(
            [(3L, AuctionVenue.Saved), (2, AuctionVenue.Closed), (1, AuctionVenue.Sold)],
            rows.Select(row => (row.AuctionId, row.Wallet)));
        Assert.Equal(
            [AuctionStatus.Recovered, AuctionStatus.Expired, AuctionStatus.Won], rows.Select(row => row.Status));
        Assert.All(rows, row => Assert.Equal((AuctionVenue.AuctionsMs, null), (row.StartedAtMs, row.EndsAtMs)));
        Assert.Equal(
            [150_000L, 300_000, 150_000], rows.Select(row => row.UpdatedAtMs - AuctionVenue.AuctionsMs));
        Assert.Equal([null, null, AuctionVenue.Bidder], rows.Select(row => row.Bidder));
        Assert.Equal([false, false, true], rows.Select(row => row.Asked < Cash.Zero && row.Fee > Cash.Zero));
    }

    [Fact]
    public void An_auction_that_runs_tells_its_end_and_what_was_asked()
    {
        HistoryDatabase database = Make();
        var keeper = new HistoryKeeper(database);
        var engine = new Engine.ExchangeEngine();
        keeper.Begin(engine);
        _run.Show(keeper, engine, _run.Count / 2, _ => false);
        keeper.Save();

        AuctionRow row = new HistoryReader(database).Auctions(AuctionVenue.Sold, null, 10).Rows.Single();
        Assert.Equal(
            (AuctionStatus.Started, AuctionVenue.AuctionsMs + 300_000, true),
            (row.Status, row.EndsAtMs!.Value, row.Asked < Cash.Zero));
        Assert.Null(row.Fee);
    }

    [Fact]
    public void A_deleveraging_stands_with_both_of_its_parties()
    {
        HistoryReader reader = Read();
        DeleveragingRow row = Assert.Single(reader.Deleveragings(null, null, 10).Rows);
        Assert.Equal(
            (AuctionVenue.Closed, AuctionVenue.Holder, AuctionVenue.Call, "100", "540"),
            (row.Wallet, row.Counterparty, row.Symbol, $"{row.Size}", $"{row.Price}"));
        Assert.Equal(("-53900", "53900"), ($"{row.WalletPnl}", $"{row.CounterpartyPnl}"));
        Assert.Equal(AuctionVenue.AuctionsMs + 300_000, row.AtMs);
        Assert.Equal(row, Assert.Single(reader.Deleveragings(AuctionVenue.Closed, null, 10).Rows));
        Assert.Equal(row, Assert.Single(reader.Deleveragings(AuctionVenue.Holder, null, 10).Rows));
        Assert.Empty(reader.Deleveragings(AuctionVenue.Sold, null, 10).Rows);
        Assert.Empty(reader.Deleveragings(null, row.TradeId, 10).Rows);
    }

    [Fact]
    public void Auctions_are_read_by_wallet_and_in_pages()
    {
        HistoryReader reader = Read();
        Assert.Equal(2, Assert.Single(reader.Auctions(AuctionVenue.Closed, null, 10).Rows).AuctionId);
        Assert.Equal([2L, 1], reader.Auctions(null, 3, 2).Rows.Select(row => row.AuctionId));
        Assert.Empty(reader.Auctions(AuctionVenue.Holder, null, 10).Rows);
    }

    /// <summary>A change of state tells its stage, and the auction that began or ended with it.</summary>
    [Fact]
    public void Changes_of_state_name_their_stage_and_auction()
    {
        HistoryReader reader = Read();
        Assert.Equal(
            [
                (LiquidationState.PreLiquidation, LiquidationMode.None, null, null),
                (LiquidationState.InLiquidation, LiquidationMode.Partial, null, null),
                (LiquidationState.InLiquidation, LiquidationMode.Full, 1L, null),
                (LiquidationState.Healthy, LiquidationMode.None, 1L, AuctionVenue.Bidder),
            ],
            Changes(reader, AuctionVenue.Sold));
        Assert.Equal([null, null, 2L, 2L], Changes(reader, AuctionVenue.Closed).Select(change => change.AuctionId));
        Assert.Equal([null, null, 3L, 3L], Changes(reader, AuctionVenue.Saved).Select(change => change.AuctionId));
        Assert.All(Changes(reader, AuctionVenue.Saved), change => Assert.Null(change.Winner));
    }

    /// <summary>Auctions that ran when the archive was made end with the same rows.</summary>
    [Fact]
    public void Behind_an_archive_auctions_are_the_same() =>
        HistoryScenarios.Behind_an_archive_ids_are_the_same(Make, _run, "auctions");

    private static IEnumerable<(LiquidationState, LiquidationMode, long? AuctionId, WalletAddress? Winner)> Changes(
        HistoryReader reader, WalletAddress wallet) =>
        reader.Liquidations(new LiquidationFilter(wallet), new HistorySlice(10)).Rows.Reverse()
            .Select(row => (row.After, row.Stage, row.AuctionId, row.Winner));

    private HistoryReader Read()
    {
        HistoryDatabase database = Make();
        _run.ShowAll(database, sequence => sequence % 3 == 0);
        return new HistoryReader(database);
    }

    private HistoryDatabase Make() => HistoryDatabase.Sqlite(_directory.File($"auctions-{_files++}.db"));
}
