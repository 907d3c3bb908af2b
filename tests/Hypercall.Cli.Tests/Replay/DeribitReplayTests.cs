using System.Globalization;
using System.IO.Compression;
using Hypercall.Cli.Inputs.Deribit;
using Hypercall.Cli.Replay;
using Hypercall.Engine.State;
using Hypercall.Verification;

namespace Hypercall.Cli.Tests.Replay;

/// <summary>
/// Recorded option trades through the durable node, against a fold over the file written here with decimals: it
/// shares no code with the translator or the engine.
/// </summary>
public sealed class DeribitReplayTests
{
    private const decimal MakerRate = 0.0002m;
    private const decimal TakerRate = 0.0005m;
    private const decimal Cap = 0.125m;

    [SharedDataFact]
    public Task The_trades_of_2022_give_the_positions_cash_and_fees_of_a_fold() =>
        Compare("deribit-btc-option-trades-2022-01-01.csv.gz", 1_350);

    [SharedDataFact]
    public Task The_trades_of_2026_give_the_positions_cash_and_fees_of_a_fold() =>
        Compare("deribit-btc-option-trades-2026-08-17.csv.gz", 560);

    private static async Task Compare(string file, int trades)
    {
        Fold expected = Fold.Of(SharedData.PathOf(file));
        using var folder = new TemporaryFolder();
        var tally = new ReplayTally();
        ReplayInput input = ReplayInput.Open(SharedData.PathOf(file), "deribit-trades");
        await using (ReplayRun run = await ReplayRun.StartAsync(input, folder["journal"]))
            run.Feed(tally.Count);
        EngineView view = JournalState.At(folder["journal"]).View();

        Assert.Equal((0, trades), (tally.Rejected, tally.Fills));
        Assert.Equal(expected.Fees, ToDecimal(view.Venue.Fees));
        Assert.Equal(0m, ToDecimal(view.Venue.Clearing));
        AssertWallet(view, DeribitVenue.Maker, expected.MakerCash, expected.MakerPositions);
        AssertWallet(view, DeribitVenue.Taker, expected.TakerCash, Negated(expected.MakerPositions));
    }

    private static void AssertWallet(
        EngineView view, WalletAddress address, decimal cash, SortedDictionary<string, decimal> positions)
    {
        WalletView wallet = Assert.Single(view.Wallets, wallet => wallet.Address == address);
        Assert.Equal(cash, ToDecimal(wallet.Cash));
        Assert.Empty(wallet.OpenOrders);
        Assert.Equal(
            positions.Where(position => position.Value != 0),
            wallet.Positions.Select(position => KeyValuePair.Create(
                position.Symbol, decimal.Parse(position.Size.ToString(), CultureInfo.InvariantCulture))));
    }

    private static SortedDictionary<string, decimal> Negated(SortedDictionary<string, decimal> positions) =>
        new(positions.ToDictionary(position => position.Key, position => -position.Value), StringComparer.Ordinal);

    private static decimal ToDecimal(Cash cash) => decimal.Parse(cash.ToString(), CultureInfo.InvariantCulture);

    private sealed class Fold
    {
        public decimal MakerCash { get; private set; }

        public decimal TakerCash { get; private set; }

        public decimal Fees { get; private set; }

        public SortedDictionary<string, decimal> MakerPositions { get; } = new(StringComparer.Ordinal);

        public static Fold Of(string path)
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            List<string> names = [.. reader.ReadLine()!.Split(',')];
            var fold = new Fold();
            while (reader.ReadLine() is { } line)
            {
                string[] fields = line.Split(',');
                fold.Add(name => fields[names.IndexOf(name)]);
            }

            return fold;
        }

        private void Add(Func<string, string> field)
        {
            decimal index = Number(field("index_price"));
            decimal price = Math.Round(Number(field("price")) * index, 8, MidpointRounding.AwayFromZero);
            decimal amount = Number(field("amount"));
            decimal bought = field("direction") == "buy" ? amount : -amount;
            decimal makerFee = Fee(MakerRate, amount, index, price);
            decimal takerFee = Fee(TakerRate, amount, index, price);
            MakerCash += bought * price - makerFee;
            TakerCash -= bought * price + takerFee;
            Fees += makerFee + takerFee;
            string symbol = Symbol(field("instrument_name"));
            MakerPositions[symbol] = MakerPositions.GetValueOrDefault(symbol) - bought;
        }

        private static decimal Fee(decimal rate, decimal amount, decimal index, decimal price) =>
            Math.Round(Math.Min(rate * amount * index, Cap * price * amount), 8, MidpointRounding.AwayFromZero);

        private static string Symbol(string name)
        {
            string[] parts = name.Split('-');
            DateTime date = DateTime.ParseExact(parts[1], "dMMMyy", CultureInfo.InvariantCulture);
            return $"{parts[0]}-{date:yyyyMMdd}-{parts[2]}-{parts[3]}";
        }

        private static decimal Number(string text) =>
            decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
