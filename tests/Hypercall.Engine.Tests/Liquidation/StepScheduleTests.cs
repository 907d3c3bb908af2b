using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>The schedule of liquidation steps against a plain list that is sorted each time.</summary>
public sealed class StepScheduleTests
{
    private const int Seed = 20_261_128;

    [Fact]
    public void It_is_a_list_sorted_by_time_and_address()
    {
        var random = new Random(Seed);
        WalletAccount[] wallets = [.. Enumerable.Range(0, 50).Select(
            i => new WalletAccount(i, WalletAddress.FromNumber((ulong)random.NextInt64(1, 1_000_000))))];
        var schedule = new StepSchedule();
        var plain = new Dictionary<WalletAccount, long>();
        var due = new List<WalletAccount>();
        for (int i = 0; i < 5_000; i++)
        {
            WalletAccount wallet = wallets[random.Next(wallets.Length)];
            if (random.Next(3) == 0)
            {
                schedule.Remove(wallet);
                plain.Remove(wallet);
            }
            else
            {
                plain[wallet] = random.Next(20);
                schedule.Set(wallet, plain[wallet]);
            }

            string where = $"seed {Seed}, step {i}";
            int now = random.Next(25);
            int limit = random.Next(12);
            schedule.CopyDue(now, limit, due);
            IEnumerable<WalletAccount> expected = plain.Where(step => step.Value <= now)
                .OrderBy(step => step.Value).ThenBy(step => step.Key.Address).Select(step => step.Key).Take(limit);
            Assert.True(expected.SequenceEqual(due), where);
            Assert.True(plain.Count == schedule.Count, where);
            Assert.True(schedule.EarliestMs == (plain.Count == 0 ? long.MaxValue : plain.Values.Min()), where);
            Assert.True(schedule.DueMs(wallet) == (plain.TryGetValue(wallet, out long at) ? at : null), where);
        }
    }
}
