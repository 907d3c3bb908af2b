namespace Hypercall.Cli.Tests.Processes;

/// <summary><c>hypercall liquidations</c> on a small journal: a wallet at auction, then its end.</summary>
public sealed class LiquidationsTests : IDisposable
{
    private const string Seller = "0x00000000000000000000000000000000000000a1";
    private const string Buyer = "0x00000000000000000000000000000000000000b2";
    private const string Call = "ETH-20260130-3000-C";

    private static readonly string[] Input =
    [
        Line(0, "MarketAction", $"\"action\":\"create\",\"symbol\":\"{Call}\""),
        Line(0, "PriceUpdate", "\"prices\":[{\"underlying\":\"ETH\",\"price\":\"3000\"}]"),
        Line(0, "IvUpdate",
            "\"underlying\":\"ETH\",\"expiry\":20260130,\"points\":[{\"strike\":\"3000\",\"iv\":\"0.6\"}]"),
        Line(0, "DepositUpdate", $"\"wallet\":\"{Seller}\",\"amount\":\"700\",\"source\":\"bank\",\"number\":1"),
        Line(0, "DepositUpdate", $"\"wallet\":\"{Buyer}\",\"amount\":\"10000\",\"source\":\"bank\",\"number\":2"),
        Line(0, "InsuranceDeposit", "\"amount\":\"10000\",\"source\":\"bank\",\"number\":3"),
        Order(1, Seller, "sell"),
        Order(1, Buyer, "buy"),
        Line(2, "PriceUpdate", "\"prices\":[{\"underlying\":\"ETH\",\"price\":\"4200\"}]"),
        Line(60_002, "Tick", ""),
        Line(60_003, "LiquidationStateUpdate", $"\"wallet\":\"{Seller}\",\"state\":\"healthy\""),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly string _journal;

    public LiquidationsTests()
    {
        _journal = _folder["journal"];
        string input = _folder.Write("input.ndjson", Input);
        HypercallProcess.Run("replay", input, "--format", "ndjson", "--journal", _journal).ShouldSucceed();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_prints_stages_auctions_and_the_fund()
    {
        string grace = Run("--at", "9");
        Assert.Matches($@"\n{Seller} +PreLiquidation +Grace +2026-01-05 08:01:00.002 UTC +- +1\n", grace);
        string auction = Run("--at", "10");
        Assert.Matches($@"\n{Seller} +InLiquidation +Full +2026-01-05 08:06:00.002 UTC +- +1\n", auction);
        Assert.Matches($@"\n1 +{Seller} +2026-01-05 08:06:00.002 UTC +-[\d,]+\.\d\d\n", auction);
        Assert.Matches(@"\ninsurance fund +10,000\.00\n", auction);
        string after = Run();
        Assert.Contains("every wallet is Healthy", after);
        Assert.DoesNotContain("asked", after);
    }

    private string Run(params string[] options) =>
        HypercallProcess.Run(["liquidations", _journal, .. options]).ShouldSucceed().Output;

    private static string Order(long afterMs, string wallet, string side) => Line(afterMs, "PlaceOrder",
        $"\"wallet\":\"{wallet}\",\"symbol\":\"{Call}\",\"side\":\"{side}\",\"price\":\"190\",\"size\":\"1\",\"tif\":\"gtc\"");

    private static string Line(long afterMs, string type, string members) =>
        $"{{\"type\":\"{type}\",\"timestamp\":{1_767_600_000_000 + afterMs}{(members.Length > 0 ? "," : "")}{members}}}";
}
