using Hypercall.Views.Statistics;

namespace Hypercall.Views.Tests.Statistics;

public sealed class StatisticsViewTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    public void Counts_are_those_of_a_plain_tally(int seed)
    {
        var view = new StatisticsView();
        var codes = new List<RejectCode>();
        var actionCodes = new List<RejectCode>();
        var fills = new List<Filled>();
        long duplicates = 0;
        var venue = new RecordedVenue(seed, 2_000, (output, _) =>
        {
            view.Apply(output);
            duplicates += output.Duplicate ? 1 : 0;
            codes.Add(output.Rejection.Code);
            if (!output.Duplicate)
                actionCodes.AddRange(output.Results.ToArray().Select(result => result.Rejection.Code));
            for (int i = 0; i < output.Events.Count; i++)
            {
                if (output.Events.KindAt(i) == EventKind.Filled)
                    fills.Add(output.Events.At<Filled>(i));
            }
        });
        StatisticsSnapshot counts = view.Snapshot();
        Assert.Equal((0, venue.LastSequence, venue.LastSequence), (counts.SinceSequence, counts.Sequence, counts.Commands));
        Assert.Equal((venue.Engine.Hash, venue.Engine.TimestampMs), (counts.Hash, counts.TimestampMs));
        Assert.Equal((true, duplicates), (duplicates > 0, counts.Duplicates));
        Assert.Equal(Tally(codes), counts.Rejections);
        Assert.Equal(Tally(actionCodes), counts.ActionRejections);
        Assert.Equal(fills.Count, counts.Trades);
        Assert.Equal(fills.Aggregate((Int128)0, (sum, fill) => sum + fill.Size.Units), counts.VolumeUnits);
        Assert.Equal(
            fills.Aggregate(Cash.Zero, (sum, fill) => sum + Cash.Notional(fill.Price, fill.Size)), counts.Notional);
        Assert.NotEmpty(counts.Symbols);
        foreach (SymbolStatistics symbol in counts.Symbols)
        {
            Filled[] own = [.. fills.Where(fill => fill.Symbol == symbol.Symbol).TakeLast((int)symbol.Trades)];
            Assert.Equal(own[^1].Price, symbol.LastPrice);
            Assert.Equal((own.Min(fill => fill.Price), own.Max(fill => fill.Price)), (symbol.Low, symbol.High));
            Assert.Equal(own.Sum(fill => fill.Size.Units), symbol.VolumeUnits);
        }
    }

    [Fact]
    public void Sums_stay_at_the_largest_value()
    {
        Assert.Equal(Int128.MaxValue, TradeTotals.AddSaturated(Int128.MaxValue - 1, 2));
        Assert.Equal(Int128.MaxValue, TradeTotals.AddSaturated(Int128.MaxValue - 1, 1));
        Assert.Equal(3, TradeTotals.AddSaturated(1, 2));
    }

    private static IEnumerable<KeyValuePair<RejectCode, long>> Tally(IEnumerable<RejectCode> codes) => codes
        .Where(code => code != RejectCode.None)
        .GroupBy(code => code)
        .OrderBy(group => group.Key)
        .Select(group => KeyValuePair.Create(group.Key, group.LongCount()));
}
