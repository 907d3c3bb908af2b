using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.State;

/// <summary>A protection window against the plain list of fills that still count, and what it costs to ask it.</summary>
public sealed class MmpWindowTests
{
    private static readonly WalletAddress Maker = WalletAddress.FromNumber(1);

    [Theory]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    public void It_is_the_list_of_the_fills_that_still_count(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        (RuleSet rules, MmpState mmp, NaiveMmp plain, long now) = (RuleSet.Default, New(100), New(), 1);
        plain.IntervalMs = 100;
        for (int step = 0; step < 20_000; step++)
        {
            now += random.Pick(0, 0, 1, 3, 20, random.Between(0, 700));
            switch (random.Below(100))
            {
                case 0: mmp.IntervalMs = plain.IntervalMs = random.Between(1, 500); break;
                case 1: rules = rules with { MaxMmpRecords = (int)random.Between(2, 60) }; break;
                case 2: rules = rules with { Mmp = rules.Mmp with { Window = random.Any<MmpWindow>() } }; break;
                case 3 when random.PerMille(200):
                    mmp.Reset();
                    plain.Clear();
                    break;
                default: Fill(mmp, plain, rules, now, random); break;
            }

            string where = $"seed {seed}, step {step}";
            for (long later = now; later <= now + 600; later += random.Between(1, 300))
                Assert.True(
                    Sum(StillIn(plain, later, rules.Mmp.Window)) == mmp.TotalsAt(later, rules.Mmp.Window), where);
            Assert.True(plain.Fills.Select(Record).SequenceEqual(Records(mmp)), where);
            Assert.True(Sum(plain.Fills) == mmp.Totals, where);
        }
    }

    [Fact]
    public void What_has_left_it_is_found_by_a_search()
    {
        const int records = 4_096;
        MmpState mmp = New(intervalMs: records);
        for (int i = 0; i < records; i++)
            mmp.Record(new MmpFillRecord(i, new MmpTotals(1, 0, 0)), records, MmpWindow.Rolling);
        for (int outdated = 0; outdated <= records; outdated++)
        {
            long before = mmp.Looks;
            MmpTotals totals = mmp.TotalsAt(records - 1 + outdated, MmpWindow.Rolling);
            Assert.Equal(records - outdated, totals.QuantityUnits);
            Assert.InRange(mmp.Looks - before, 1, 25);
        }

        long kept = mmp.Looks;
        mmp.Prune(3 * records, MmpWindow.Rolling);
        Assert.Equal(0, mmp.FillCount);
        Assert.InRange(mmp.Looks - kept, 1, 25);
    }

    [Fact]
    public void What_has_left_it_takes_no_room_in_its_sums()
    {
        MmpState mmp = New(intervalMs: 10);
        for (int i = 0; i < 100; i++)
        {
            mmp.Prune(i * 10, MmpWindow.Rolling);
            mmp.Record(new MmpFillRecord(i * 10, new MmpTotals(0, Int128.MaxValue, 0)), 4, MmpWindow.Rolling);
            Assert.Equal(Int128.MaxValue, mmp.Totals.DeltaUnits);
            Assert.Equal(Int128.MaxValue, mmp[0].Counted.DeltaUnits);
        }
    }

    private static MmpState New(long intervalMs)
    {
        var mmp = new MmpState(0, 0);
        mmp.Configure(new MmpConfigUpdate(Maker, "BTC", true, intervalMs, 0, null, null, null, 1));
        return mmp;
    }

    private static NaiveMmp New() => new() { Underlying = "BTC" };

    private static void Fill(MmpState mmp, NaiveMmp plain, RuleSet rules, long now, SeededRandom random)
    {
        var counted = new MmpTotals(random.Between(1, 9), random.Between(-9, 9), random.Between(-9, 9));
        mmp.Prune(now, rules.Mmp.Window);
        mmp.Record(new MmpFillRecord(now, counted), rules.MaxMmpRecords, rules.Mmp.Window);
        var fill = new NaiveMmpFill(now, counted.QuantityUnits, counted.DeltaUnits, counted.VegaUnits, true);
        Assert.Null(plain.Fill(rules, fill, static _ => { }));
    }

    private static IEnumerable<NaiveMmpFill> StillIn(NaiveMmp plain, long now, MmpWindow window) =>
        window == MmpWindow.Rolling
            ? plain.Fills.Where(fill => now - fill.Time < plain.IntervalMs)
            : plain.Fills.Where(_ => now - plain.Fills[0].Time < plain.IntervalMs);

    private static MmpTotals Sum(IEnumerable<NaiveMmpFill> fills) =>
        fills.Aggregate(default(MmpTotals), static (sum, fill) => sum + Record(fill).Counted);

    private static MmpFillRecord Record(NaiveMmpFill fill) =>
        new(fill.Time, new MmpTotals((Int128)fill.Quantity, (Int128)fill.Delta, (Int128)fill.Vega));

    private static IEnumerable<MmpFillRecord> Records(MmpState mmp) =>
        Enumerable.Range(0, mmp.FillCount).Select(rank => mmp[rank]);
}
