using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hypercall.Actors.Metrics;

/// <summary>The instruments of a partition's feed, from which all its views are made; tagged with both.</summary>
public sealed class ViewMetrics(Meter meter, string partition)
{
    private readonly TagList _tags = new([new("partition", partition), new("view", "feed")]);
    private readonly Counter<long> _repaired = meter.CreateCounter<long>(
        "hypercall.view.gaps.repaired", "{range}", "Missing ranges fetched from the owner's ring or the journal");
    private readonly Gauge<long> _behind = meter.CreateGauge<long>(
        "hypercall.view.behind", "{command}", "Commands published and not in the view yet");
    private long _repairedSoFar;

    /// <summary>How the view stands now.</summary>
    internal void Record(in FeedCounts counts, long behind)
    {
        long repaired = counts.RepairedFromRing + counts.RepairedFromJournal;
        if (repaired > _repairedSoFar)
            _repaired.Add(repaired - _repairedSoFar, _tags);
        _repairedSoFar = repaired;
        _behind.Record(behind, _tags);
    }
}
