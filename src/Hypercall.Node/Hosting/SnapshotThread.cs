using System.Diagnostics;
using Hypercall.Node.Storage;

namespace Hypercall.Node.Hosting;

/// <summary>Saves snapshots on a thread of its own; results go to the inbox.</summary>
internal sealed class SnapshotThread
{
    private readonly ISnapshotStore _store;
    private readonly NodeMeasurements _measurements;
    private readonly WorkQueue<(long RecordNumber, ReadOnlyMemory<byte> Bytes)> _jobs = new();

    public SnapshotThread(ISnapshotStore store, NodeMeasurements measurements)
    {
        _store = store;
        _measurements = measurements;
    }

    /// <summary>A snapshot is saved.</summary>
    public required Action<long> Saved { get; init; }

    /// <summary>A snapshot could not be saved.</summary>
    public required Action<long, Exception> SaveFailed { get; init; }

    public void StartSave(long recordNumber, ReadOnlyMemory<byte> bytes) => _jobs.Add((recordNumber, bytes));

    /// <summary>No more jobs: <see cref="Run"/> returns once those there are done.</summary>
    public void Finish() => _jobs.Finish();

    /// <summary>The thread's body.</summary>
    public void Run()
    {
        while (_jobs.TryTake(out (long RecordNumber, ReadOnlyMemory<byte> Bytes) job))
        {
            try
            {
                long start = Stopwatch.GetTimestamp();
                _store.Save(job.RecordNumber, job.Bytes.Span);
                _measurements.SnapshotSaveTime.Record(Stopwatch.GetElapsedTime(start));
                Saved(job.RecordNumber);
            }
            catch (Exception exception)
            {
                SaveFailed(job.RecordNumber, exception);
            }
        }
    }
}
