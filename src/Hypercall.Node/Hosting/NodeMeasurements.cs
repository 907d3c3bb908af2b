namespace Hypercall.Node.Hosting;

/// <summary>
/// What a node measures of itself while it runs, for <c>hypercall bench</c> and for operators; times in nanoseconds.
/// Each is recorded by one of the node's threads and may be read by any.
/// </summary>
public sealed class NodeMeasurements
{
    internal NodeMeasurements()
    {
    }

    /// <summary>Duration of each record's write, commit included.</summary>
    public LatencyHistogram WriteTime { get; } = new();

    /// <summary>
    /// From a record's completion to its last answer: applying, encoding and answering its commands, a snapshot's
    /// encoding left out.
    /// </summary>
    public LatencyHistogram ApplyTime { get; } = new();

    /// <summary>Commands answered per record that has any.</summary>
    public LatencyHistogram BatchSize { get; } = new();

    /// <summary>How long encoding a snapshot held the engine up.</summary>
    public LatencyHistogram SnapshotStall { get; } = new();

    /// <summary>Duration of each snapshot's save, beside the engine.</summary>
    public LatencyHistogram SnapshotSaveTime { get; } = new();

    /// <summary>Bytes of the snapshots handed over.</summary>
    public LatencyHistogram SnapshotBytes { get; } = new();

    /// <summary>Bytes of records written.</summary>
    public Counter BytesWritten { get; } = new();

    /// <summary>Submissions that did not even get into the inbox, all threads together.</summary>
    public Counter InboxRefused { get; } = new();
}

/// <summary>A count that only grows.</summary>
public sealed class Counter
{
    private long _value;

    /// <summary>The count.</summary>
    public long Value => Interlocked.Read(ref _value);

    internal void Add(long amount) => Interlocked.Add(ref _value, amount);
}
