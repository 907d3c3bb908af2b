using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hypercall.Actors.Metrics;

/// <summary>
/// The instruments of one partition's owner, tagged with the partition. Fed by the engine actor, once per record and
/// not per command; costs next to nothing where nobody listens.
/// </summary>
/// <param name="meter">The system's meter, named <see cref="MeterName"/>.</param>
public sealed class PartitionMetrics(Meter meter, string partition)
{
    /// <summary>Name of the meter that hosts listen to.</summary>
    public const string MeterName = "Hypercall.Akka";

    private readonly KeyValuePair<string, object?> _tag = new("partition", partition);
    private readonly Gauge<long> _queueDepth = meter.CreateGauge<long>(
        "hypercall.queue.depth", "{command}", "Submissions queued and in flight");
    private readonly Gauge<long> _epoch = meter.CreateGauge<long>("hypercall.epoch", null, "Epoch of the owner");
    private readonly Gauge<long> _sequence = meter.CreateGauge<long>(
        "hypercall.sequence", "{command}", "Last command applied");
    private readonly Gauge<long> _snapshotAge = meter.CreateGauge<long>(
        "hypercall.snapshot.age", "{command}", "Commands applied since the last snapshot saved");
    private readonly Gauge<int> _toExamine = meter.CreateGauge<int>(
        "hypercall.liquidation.waiting", "{wallet}", "Wallets that wait to be examined");
    private readonly Gauge<int> _inLiquidation = meter.CreateGauge<int>(
        "hypercall.liquidation.wallets", "{wallet}", "Wallets whose liquidation goes on");
    private readonly Histogram<long> _batchSize = meter.CreateHistogram<long>(
        "hypercall.batch.size", "{command}", "Commands of a record");
    private readonly Histogram<double> _writeTime = meter.CreateHistogram<double>(
        "hypercall.write.duration", "ms", "From a record to its commit");
    private readonly Histogram<double> _applyTime = meter.CreateHistogram<double>(
        "hypercall.apply.duration", "ms", "Applying, answering and publishing a record");
    private readonly Histogram<double> _recoveryTime = meter.CreateHistogram<double>(
        "hypercall.recovery.duration", "ms", "Until commands are taken");
    private readonly Histogram<double> _snapshotStall = meter.CreateHistogram<double>(
        "hypercall.snapshot.stall", "ms", "How long a snapshot held the engine up, its record included");
    private readonly Counter<long> _duplicates = meter.CreateCounter<long>(
        "hypercall.duplicates", "{command}", "Repeated request ids answered with the first outcome");
    private readonly Counter<long> _refused = meter.CreateCounter<long>(
        "hypercall.refused", "{command}", "Submissions refused as EngineBusy");
    private long _writeStarted;
    private long _refusedSoFar;
    private bool _snapshotTaken;

    /// <summary>A record goes to the journal.</summary>
    internal void WriteStarted() => _writeStarted = Stopwatch.GetTimestamp();

    /// <summary>A command was answered with an earlier outcome.</summary>
    internal void Duplicate() => _duplicates.Add(1, _tag);

    /// <summary>A record's outcomes are published.</summary>
    internal void Published(int count)
    {
        if (count > 0)
            _batchSize.Record(count, _tag);
    }

    /// <summary>A snapshot was encoded within the handler that runs.</summary>
    internal void SnapshotTaken() => _snapshotTaken = true;

    /// <summary>The journal has committed the record in flight.</summary>
    /// <returns>The moment, for <see cref="Applied"/>.</returns>
    internal long WriteCompleted()
    {
        long now = Stopwatch.GetTimestamp();
        _writeTime.Record(Stopwatch.GetElapsedTime(_writeStarted, now).TotalMilliseconds, _tag);
        return now;
    }

    /// <summary>The record is applied and answered.</summary>
    /// <param name="since">What <see cref="WriteCompleted"/> gave.</param>
    /// <param name="statistics">The sequencer's counters now.</param>
    /// <param name="sequence">Last command applied.</param>
    internal void Applied(long since, in SequencerStatistics statistics, long sequence)
    {
        double elapsedMs = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        _applyTime.Record(elapsedMs, _tag);
        if (_snapshotTaken)
            _snapshotStall.Record(elapsedMs, _tag);
        if (statistics.Refused > _refusedSoFar)
            _refused.Add(statistics.Refused - _refusedSoFar, _tag);
        _refusedSoFar = statistics.Refused;
        _snapshotTaken = false;
        _queueDepth.Record(statistics.QueueDepth, _tag);
        _sequence.Record(sequence, _tag);
        _snapshotAge.Record(sequence - statistics.LastSnapshotSequence, _tag);
        _toExamine.Record(statistics.WalletsToExamine, _tag);
        _inLiquidation.Record(statistics.WalletsInLiquidation, _tag);
    }

    /// <summary>An engine takes commands.</summary>
    /// <param name="recovery">How long its start took.</param>
    internal void Started(long epoch, TimeSpan recovery)
    {
        _refusedSoFar = 0;
        _epoch.Record(epoch, _tag);
        _recoveryTime.Record(recovery.TotalMilliseconds, _tag);
    }
}
