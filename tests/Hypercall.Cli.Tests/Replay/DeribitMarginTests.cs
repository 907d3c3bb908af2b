using Hypercall.Cli.Inputs.Deribit;
using Hypercall.Cli.Replay;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Verification;
using Xunit.Abstractions;

namespace Hypercall.Cli.Tests.Replay;

/// <summary>Recorded option trades through the durable node with margin, price band and protection on.</summary>
public sealed class DeribitMarginTests(ITestOutputHelper log)
{
    [SharedDataFact]
    public Task The_trades_of_2022_are_accepted_or_rejected_for_a_reason_and_verify() =>
        Replay("deribit-btc-option-trades-2022-01-01.csv.gz", 1_350);

    [SharedDataFact]
    public Task The_trades_of_2026_are_accepted_or_rejected_for_a_reason_and_verify() =>
        Replay("deribit-btc-option-trades-2026-08-17.csv.gz", 560);

    [Fact]
    public void A_journal_with_margin_is_another_than_one_without()
    {
        using var folder = new TemporaryFolder();
        string trades = folder.Write(
            "trades.csv",
            "trade_id,trade_seq,timestamp,instrument_name,price,amount,direction,tick_direction,iv,index_price",
            "197392876,222,1640995220191,BTC-2JAN22-48000-C,0.004,0.1,sell,2,67.48,46219.79");
        string[] replay = ["replay", trades, "--format", "deribit-trades", "--journal", folder["journal"]];
        Assert.Matches(@"\nfills +1\n", HypercallProcess.Run([.. replay, "--margin"]).ShouldSucceed().Output);
        HypercallProcess.Run(replay).ShouldFail(2, folder["journal"], "another input", "with margin");
        Assert.Contains("every hash agrees", HypercallProcess.Run("verify", folder["journal"]).ShouldSucceed().Output);
    }

    private async Task Replay(string file, int trades)
    {
        using var folder = new TemporaryFolder();
        var tally = new ReplayTally();
        ReplayInput input = ReplayInput.Open(SharedData.PathOf(file), ReplayInput.DeribitTrades, withMargin: true);
        await using (ReplayRun run = await ReplayRun.StartAsync(input, folder["journal"]))
            run.Feed(tally.Count);
        EngineView view = JournalState.At(folder["journal"]).View();

        log.WriteLine($"{tally.Fills} fills, {tally.Triggers} triggers");
        foreach ((RejectCode code, long count) in tally.RejectedByCode)
            log.WriteLine($"{code}: {count}");
        // A trade happens, or its quote came while the maker's protection, tripped just before, was frozen.
        Assert.Equal([RejectCode.MmpFrozen], tally.RejectedByCode.Keys);
        Assert.Equal(trades, tally.Fills + tally.Rejected);
        Assert.InRange(tally.Fills, trades * 9 / 10, trades - 1);
        Assert.True(tally.Triggers > 0, "protection never tripped");
        AssertMargined(view, MarginMode.Portfolio);
        AssertMargined(view, MarginMode.Standard);

        VerificationReport report = JournalVerifier.Verify(folder["journal"]);
        Assert.Null(report.Difference);
        Assert.Equal((view.Sequence, view.Hash), (report.LastSequence, report.Hash));
    }

    private static void AssertMargined(EngineView view, MarginMode mode)
    {
        WalletView wallet = Assert.Single(view.Wallets, wallet => wallet.Mode == mode);
        Assert.Equal(mode == MarginMode.Portfolio ? DeribitVenue.Maker : DeribitVenue.Taker, wallet.Address);
        Assert.NotEmpty(wallet.Positions);
        Assert.Equal(LiquidationState.Healthy, wallet.LiquidationState);
        Assert.True(wallet.Margin.InitialMargin!.Value.Units > 0);
        Assert.True(wallet.Margin.MaintenanceMargin <= wallet.Margin.Equity);
        Assert.True(wallet.Margin.Available!.Value.Units > 0);
    }
}
