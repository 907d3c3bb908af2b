using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hypercall.Actors.Metrics;

/// <summary>The instruments of one view, tagged with partition and view.</summary>
public sealed class ViewMetrics
{
    private readonly TagList _tags;
    private readonly Counter<long> _repaired;
    private readonly Gauge<long> _behind;
    private long _repairedSoFar;

    /// <summary>The instruments of a view.</summary>
    /// <param name="meter">The system's meter.</param>
    /// <param name="partition">The market partition.</param>
    /// <param name="view">feed: what all views of a partition are made from.</param>
    public ViewMetrics(Meter meter, string partition, string view)
    {
        _tags = new TagList
        {
            { "partition", partition },
            { "view", view },
        };
        _repaired = meter.CreateCounter<long>(
            "hypercall.view.gaps.repaired", "{range}", "Missing ranges fetched from the owner's ring or the journal");
        _behind = meter.CreateGauge<long>(
            "hypercall.view.behind", "{command}", "Commands published and not in the view yet");
    }

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
