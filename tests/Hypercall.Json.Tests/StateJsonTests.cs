using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using static Hypercall.Json.Tests.Samples;

namespace Hypercall.Json.Tests;

/// <summary>The state file.</summary>
public sealed class StateJsonTests
{
    private const string ZeroHash = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void An_empty_state()
    {
        var view = new EngineView(
            0, 0, default, new EngineStateDigest([]), new VenueView(Cash.Zero, Cash.Zero, Cash.Zero, [], [], 1, []), [], []);
        Assert.Equal(
            $"{{\"sequence\":0,\"timestamp\":0,\"hash\":\"{ZeroHash}\",\"digests\":{{}},"
            + "\"venue\":{\"clearing\":\"0\",\"fees\":\"0\",\"insurance\":\"0\",\"debts\":{},\"sources\":{},\"nextAuctionId\":1,\"pendingAverages\":{}},"
            + "\"wallets\":{},\"books\":{}}",
            Text(writer => StateJson.Write(writer, view)));
    }

    [Fact]
    public void A_state_with_everything_in_it()
    {
        var full = new OrderView(
            7, "c", Put, Side.Buy, Px("5"), Qty("3"), Qty("1"), OrderStatus.PartiallyFilled, TimeInForce.Gtd, 99,
            OrderFlags.PostOnly | OrderFlags.Mmp, Wallet2);
        var plain = new OrderView(
            9, null, Call, Side.Sell, Px("6"), Qty("2"), Qty("0"), OrderStatus.Open, TimeInForce.Gtc, null,
            OrderFlags.ReduceOnly, null, Liquidation: true);
        var wallet = new WalletView(
            Wallet1,
            Usdc("12.5"),
            MarginMode.Portfolio,
            LiquidationState.PreLiquidation,
            new LiquidationView(LiquidationMode.Grace, 1_000, 61_000, 961_000),
            [new PositionView(Call, Qty("-2"), Px("4.5"), Usdc("-9"))],
            [full, plain],
            new MarginView(Usdc("-3.5"), Usdc("20.25"), Usdc("17.2125"), Usdc("-23.75"),
                new WorstScenarios([new("ETH", null), new("BTC", "T3")])),
            Usdc("-0.5"),
            [new PerpView("BTC-PERP", Qty("-0.5"), Px("65000.12")), new PerpView("ETH-PERP", Qty("2"), Px("3000"))]);
        var idle = new WalletView(
            Wallet2, Usdc("0"), MarginMode.Standard, LiquidationState.InLiquidation,
            new LiquidationView(
                LiquidationMode.Partial, 1_000, 121_000, 1_021_000, NextAtMs: 6_000, Step: 1, BonusPpm: 250,
                EntrySizes: [new(Call, Qty("2.5")), new(Put, Qty("1"))]),
            [], [],
            new MarginView(null, null, null, null, null), Usdc("0"), []);
        WalletView atAuction = idle with
        {
            Address = WalletAddress.FromNumber(0xabc),
            Liquidation = new LiquidationView(
                LiquidationMode.Full, 1_000, 301_000, 1_201_000, AuctionId: 7, StartedAtMs: 1_000, Asked: Usdc("-56775")),
        };
        var view = new EngineView(
            5,
            1_700_000_000_000,
            Hash256.Compute([]),
            new EngineStateDigest([new("books", default), new("accounts", Hash256.Compute([]))]),
            new VenueView(
                Usdc("-1"), Usdc("0.25"), Usdc("100"), [new(Wallet1, Usdc("3")), new(Wallet2, Usdc("0.5"))],
                [new("chain", 4), new("ü", 1)],
                8,
                [new(Call, Px("64999.5")), new(Put, null)]),
            [wallet, idle, atAuction],
            [
                new BookView(Call, [], [new LevelView(Px("6"), Qty("2"), [9])]),
                new BookView(
                    Put, [new LevelView(Px("5"), Qty("2"), [7, 8]), new LevelView(Px("4"), Qty("1"), [3])], []),
            ]);
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "state.json"));
        Assert.Equal(expected, Text(writer => StateJson.Write(writer, view)) + "\n");
    }
}
