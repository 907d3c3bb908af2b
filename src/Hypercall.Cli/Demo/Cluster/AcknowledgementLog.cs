namespace Hypercall.Cli.Demo.Cluster;

/// <summary>
/// Notes what the clients are told, and for how long nobody was told anything. Safe for use from several threads.
/// </summary>
internal sealed class AcknowledgementLog
{
    private readonly Lock _gate = new();
    private readonly List<Acknowledgement> _entries = [];
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _longestGap;

    /// <summary>Commands acknowledged so far.</summary>
    public int Count => Locked(() => _entries.Count);

    /// <summary>The longest time without an acknowledgement that ended after <see cref="ForgetGaps"/>.</summary>
    public TimeSpan LongestGap => Locked(() => _longestGap);

    /// <summary>Everything acknowledged, in the order in which it was.</summary>
    public IReadOnlyList<Acknowledgement> Entries => Locked<Acknowledgement[]>(() => [.. _entries]);

    /// <summary>Notes one.</summary>
    public void Add(in Acknowledgement entry)
    {
        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            _entries.Add(entry);
            TimeSpan gap = Stopwatch.GetElapsedTime(_last, now);
            _longestGap = gap > _longestGap ? gap : _longestGap;
            _last = now;
        }
    }

    /// <summary>The gaps so far do not count any more; one that lasts does.</summary>
    /// <returns>Commands acknowledged until now.</returns>
    public int ForgetGaps()
    {
        lock (_gate)
        {
            _longestGap = TimeSpan.Zero;
            return _entries.Count;
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
