using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>The steps of liquidations against a plain list that is sorted each time.</summary>
public sealed class StepScheduleTests
{
    private const int Seed = 20_261_128;

    [Fact]
    public void It_is_a_list_sorted_by_time_and_address()
    {
        var random = new Random(Seed);
        var changes = new ChangeLog();
        var table = new WalletTable(changes, new Ledger(changes));
        WalletAccount[] wallets = [.. Enumerable.Range(0, 50).Select(
            _ => table.GetOrAdd(WalletAddress.FromNumber((ulong)random.NextInt64(1, 1_000_000))))];
        var steps = new List<WalletAccount>();
        var auctionEnds = new List<WalletAccount>();
        for (int i = 0; i < 5_000; i++)
        {
            WalletAccount wallet = wallets[random.Next(wallets.Length)];
            LiquidationMode mode = random.Next(2) == 0 ? LiquidationMode.Partial : LiquidationMode.Full;
            table.SetLiquidation(
                wallet, LiquidationState.InLiquidation, random.Next(3) == 0 ? null : Stage(mode, random.Next(20)));

            string where = $"seed {Seed}, step {i}";
            int now = random.Next(25);
            int limit = random.Next(12);
            table.CopyDueSteps(now, limit, steps, auctionEnds);
            Assert.True(Due(wallets, now, isFull: false).Take(limit).SequenceEqual(steps), where);
            Assert.True(Due(wallets, now, isFull: true).Take(limit).SequenceEqual(auctionEnds), where);
            Assert.True(wallets.Count(step => step.Stage is not null) == table.StepCount, where);
            long earliest = wallets.Min(step => step.Stage?.DueMs ?? long.MaxValue);
            Assert.True(table.EarliestStepMs == earliest, where);
            Assert.True(table.StepDueMs(wallet) == wallet.Stage?.DueMs, where);
        }
    }

    private static LiquidationStage Stage(LiquidationMode mode, long dueMs) => new()
    {
        Mode = mode,
        EnteredAtMs = 0,
        EndsAtMs = dueMs,
        NextAtMs = dueMs,
        PauseUntilMs = dueMs,
    };

    private static IEnumerable<WalletAccount> Due(WalletAccount[] wallets, long nowMs, bool isFull) => wallets
        .Where(step => step.Stage is { } stage && stage.DueMs <= nowMs && stage.Mode == LiquidationMode.Full == isFull)
        .OrderBy(step => step.Stage!.DueMs).ThenBy(step => step.Address);
}
