using System.Globalization;
using System.Text.Json;
using Hypercall.Cli.Output;

namespace Hypercall.Cli.Tests.Processes;

/// <summary><c>hypercall risk</c> and <c>hypercall chain</c> on a small journal, beside <c>state</c>.</summary>
public sealed class RiskTests(RiskTests.Replayed replayed) : IClassFixture<RiskTests.Replayed>
{
    private const string Seller = "0x00000000000000000000000000000000000000a1";
    private const string Buyer = "0x00000000000000000000000000000000000000b2";
    private const string Call = "ETH-20260130-3200-C";
    private const int Commands = 12;

    private static readonly string[] Input =
    [
        Line(0, "MarketAction", $"\"action\":\"create\",\"symbol\":\"{Call}\""),
        Line(0, "MarketAction", "\"action\":\"create\",\"symbol\":\"ETH-20260227-3000-P\""),
        Line(0, "PriceUpdate", "\"prices\":[{\"underlying\":\"ETH\",\"price\":\"3200\"}]"),
        Line(0, "IvUpdate",
            "\"underlying\":\"ETH\",\"expiry\":20260130,\"points\":[{\"strike\":\"3200\",\"iv\":\"0.6\"}]"),
        Line(1, "DepositUpdate", $"\"wallet\":\"{Seller}\",\"amount\":\"10000\",\"source\":\"bank\",\"number\":1"),
        Line(1, "DepositUpdate", $"\"wallet\":\"{Buyer}\",\"amount\":\"10000\",\"source\":\"bank\",\"number\":2"),
        Line(1, "MarginModeUpdate", $"\"wallet\":\"{Seller}\",\"mode\":\"portfolio\""),
        Order(2, Seller, "sell", "205", "3"),
        Order(3, Buyer, "buy", "206", "2"),
        Line(4, "HypercorePositionUpdate",
            $"\"wallet\":\"{Seller}\",\"symbol\":\"ETH-PERP\",\"size\":\"1\",\"entryPrice\":\"3100\""),
        Line(5, "HypercoreEquityUpdate", $"\"wallet\":\"{Seller}\",\"equity\":\"500.5\""),
        Line(100_000, "Tick", ""),
    ];

    private readonly string _journal = replayed.Journal;

    /// <summary>The journal, which no test changes.</summary>
    public sealed class Replayed : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Replayed()
        {
            string input = _folder.Write("input.ndjson", Input);
            HypercallProcess.Run("replay", input, "--format", "ndjson", "--journal", Journal).ShouldSucceed();
        }

        public string Journal => _folder["journal"];

        public void Dispose() => _folder.Dispose();
    }

    [Fact]
    public void Risk_prints_the_grid_with_the_worst_scenario_marked_and_the_figures_of_the_state()
    {
        string[] lines = Lines(Run("risk", "--wallet", Seller, "--at", $"{Commands - 1}"));
        Assert.StartsWith($"{Seller}, portfolio margin, after command {Commands - 1},", lines[0]);
        int header = Array.FindIndex(lines, line => line.StartsWith("scenario", StringComparison.Ordinal));
        Assert.Equal("ETH", lines[header - 1]);
        string[] grid = lines[(header + 1)..(header + 18)];
        Assert.Equal(
            "S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 S12 S13 T1 T2 T3 T4",
            string.Join(' ', grid.Select(line => Cells(line)[0])));
        string marked = Assert.Single(lines, line => line.EndsWith(RiskReport.WorstMark, StringComparison.Ordinal));
        Assert.Equal(grid.Select(Weighted).Min(), Weighted(marked));

        JsonElement margin = Wallet(Seller, Commands - 1).GetProperty("margin");
        Assert.Contains(lines, line => Cells(line) is ["its", "worst", "scenario,", "ETH", string id]
            && id == margin.GetProperty("worstScenario").GetProperty("ETH").GetString());
        AssertFigure(lines, "equity", margin, "equity");
        AssertFigure(lines, "requirement, open orders included", margin, "initialMargin");
        AssertFigure(lines, "available", margin, "available");
        AssertFigure(lines, "maintenance margin", margin, "maintenanceMargin");
        Assert.Equal(-Weighted(marked), Figure(lines, "scan"));
        // Two contracts short: 1.5 % of 3,200 each, and none of them expires within 48 hours.
        Assert.Equal((96m, 0m), (Figure(lines, "floor"), Figure(lines, "gamma")));
    }

    [Fact]
    public void Risk_of_a_wallet_in_standard_mode_says_what_the_grid_is_for()
    {
        string output = Run("risk", "--wallet", Buyer, "--at", $"{Commands - 1}").Output;
        Assert.Contains("standard margin", output);
        Assert.Contains("for information", output);
    }

    [Fact]
    public void Risk_by_old_marks_says_so()
    {
        string[] lines = Lines(Run("risk", "--wallet", Seller));
        Assert.Contains("ETH, not all marks are current: the last ones count", lines);
        Assert.Contains(lines, line => Cells(line) is ["available", "-"]);
        JsonElement margin = Wallet(Seller, Commands).GetProperty("margin");
        // Only what liquidation goes by does not wait for marks.
        Assert.All(margin.EnumerateObject(), figure => Assert.Equal(
            figure.Name == "maintenanceMargin" ? JsonValueKind.String : JsonValueKind.Null, figure.Value.ValueKind));
    }

    [Fact]
    public void Chain_prints_markets_and_greeks_by_expiry()
    {
        string[] lines = Lines(Run("chain", "ETH", "--at", $"{Commands - 1}"));
        Assert.StartsWith($"ETH, index 3200, after command {Commands - 1},", lines[0]);
        int january = Array.IndexOf(lines, "ETH-20260130");
        int february = Array.IndexOf(lines, "ETH-20260227");
        Assert.True(january > 0 && february > january);
        Assert.Equal(
            "option size bid ask size mark iv delta gamma vega theta status",
            string.Join(' ', Cells(lines[january + 1])));
        string[] call = Cells(lines[january + 2]);
        Assert.Equal(["3200-C", "-", "-", "205", "1"], call[..5]);
        Assert.Equal("60.00%", call[6]);
        Assert.InRange(decimal.Parse(call[5], CultureInfo.InvariantCulture), 190m, 215m);
        Assert.InRange(decimal.Parse(call[7], CultureInfo.InvariantCulture), 0.5m, 0.6m);
        Assert.Equal("3000-P", Cells(lines[february + 2])[0]);
    }

    [Fact]
    public void Chain_without_an_index_price_shows_the_markets()
    {
        string[] lines = Lines(Run("chain", "ETH"));
        Assert.StartsWith("ETH, no current index price, after command", lines[0]);
        Assert.Contains(
            lines, line => Cells(line) is ["3200-C", "-", "-", "205", "1", "-", "-", "-", "-", "-", "-", "active"]);
    }

    [Fact]
    public void State_has_margin_and_outside_positions()
    {
        JsonElement hypercore = Wallet(Seller, Commands - 1).GetProperty("hypercore");
        Assert.Equal("500.5", hypercore.GetProperty("equity").GetString());
        JsonElement perp = hypercore.GetProperty("positions").GetProperty("ETH-PERP");
        Assert.Equal(("1", "3100"), (perp.GetProperty("size").GetString(), perp.GetProperty("entryPrice").GetString()));
        JsonElement buyer = Wallet(Buyer, Commands - 1).GetProperty("margin");
        Assert.Equal(JsonValueKind.Null, buyer.GetProperty("worstScenario").ValueKind);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        const string stranger = "0x00000000000000000000000000000000000000ff";
        HypercallProcess.Run("risk", _journal, "--wallet", stranger).ShouldFail(2, _journal, stranger);
        HypercallProcess.Run("risk", _journal, "--wallet", Buyer, "--at", "5").ShouldFail(2, _journal, Buyer);
        HypercallProcess.Run("risk", _journal, "--wallet", Buyer, "--at", "99").ShouldFail(2, _journal, $"{Commands}");
        HypercallProcess.Run("chain", _journal, "SOL").ShouldFail(2, _journal, "'SOL'");
        HypercallProcess.Run("chain", _journal, "ETH", "--at", "99").ShouldFail(2, _journal, $"{Commands}");
    }

    private static void AssertFigure(string[] lines, string name, JsonElement margin, string member)
    {
        decimal exact = decimal.Parse(margin.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);
        Assert.Equal(Math.Round(exact, 2, MidpointRounding.AwayFromZero), Figure(lines, name));
    }

    private static decimal Figure(string[] lines, string name) => decimal.Parse(
        Cells(lines.Single(line => line.StartsWith(name + "  ", StringComparison.Ordinal)))[^1],
        CultureInfo.InvariantCulture);

    private static decimal Weighted(string line) => decimal.Parse(Cells(line)[5], CultureInfo.InvariantCulture);

    private static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Lines(ProcessResult result) => result.Output.Split('\n');

    private ProcessResult Run(string verb, params string[] rest) =>
        HypercallProcess.Run([verb, _journal, .. rest]).ShouldSucceed();

    private JsonElement Wallet(string wallet, int at)
    {
        string state = HypercallProcess.Run("state", _journal, "--at", $"{at}").ShouldSucceed().Output;
        return JsonDocument.Parse(state).RootElement.GetProperty("wallets").GetProperty(wallet).Clone();
    }

    private static string Order(int afterMs, string wallet, string side, string price, string size) => Line(
        afterMs,
        "PlaceOrder",
        $"\"wallet\":\"{wallet}\",\"symbol\":\"{Call}\",\"side\":\"{side}\",\"price\":\"{price}\",\"size\":\"{size}\",\"tif\":\"gtc\"");

    private static string Line(int afterMs, string type, string fields)
    {
        string rest = fields.Length == 0 ? "" : "," + fields;
        return $"{{\"type\":\"{type}\",\"timestamp\":{1_767_600_000_000 + afterMs}{rest}}}";
    }
}
