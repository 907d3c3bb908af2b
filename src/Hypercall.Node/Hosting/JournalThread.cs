using System.Diagnostics;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>
/// Writes records, one at a time, and reads the journal's highest epoch when asked, on a thread of its own, so that
/// the engine applies one batch while the next is being written. Results go to the inbox.
/// </summary>
internal sealed class JournalThread
{
    private readonly IJournal _journal;
    private readonly NodeMeasurements _measurements;
    private readonly WorkQueue<Job> _jobs = new();

    public JournalThread(IJournal journal, NodeMeasurements measurements)
    {
        _journal = journal;
        _measurements = measurements;
    }

    private readonly record struct Job(long RecordNumber, ReadOnlyMemory<byte> Record, bool OwnerCheck);

    /// <summary>A record is durable.</summary>
    public required Action<long> Written { get; init; }

    /// <summary>A write failed.</summary>
    public required Action<long, WriteFailure, Exception> WriteFailed { get; init; }

    /// <summary>The journal's highest epoch was read.</summary>
    public required Action<long> EpochRead { get; init; }

    /// <summary>The journal's highest epoch could not be read.</summary>
    public required Action<Exception> EpochUnknown { get; init; }

    public void StartWrite(long recordNumber, ReadOnlyMemory<byte> record) =>
        _jobs.Add(new Job(recordNumber, record, OwnerCheck: false));

    public void StartOwnerCheck() => _jobs.Add(new Job(0, default, OwnerCheck: true));

    /// <summary>No more jobs: <see cref="Run"/> returns once those there are done.</summary>
    public void Finish() => _jobs.Finish();

    /// <summary>The thread's body.</summary>
    public void Run()
    {
        while (_jobs.TryTake(out Job job))
        {
            if (job.OwnerCheck)
                CheckOwner();
            else
                Write(job.RecordNumber, job.Record.Span);
        }
    }

    private void Write(long recordNumber, ReadOnlySpan<byte> record)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            _journal.Write(recordNumber, record);
            _measurements.WriteTime.Record(Stopwatch.GetElapsedTime(start));
            _measurements.BytesWritten.Add(record.Length);
            Written(recordNumber);
        }
        catch (JournalOwnedException exception)
        {
            WriteFailed(recordNumber, WriteFailure.NumberTaken, exception);
        }
        catch (ArgumentException exception)
        {
            WriteFailed(recordNumber, WriteFailure.Rejected, exception);
        }
        catch (Exception exception)
        {
            WriteFailed(recordNumber, WriteFailure.Failed, exception);
        }
    }

    private void CheckOwner()
    {
        try
        {
            EpochRead(HighestEpoch());
        }
        catch (JournalException exception)
        {
            EpochUnknown(exception);
        }
    }

    private long HighestEpoch()
    {
        if (_journal.ReadLast() is not { } row)
            return 0;
        RecordStatus status = JournalRecordCodec.TryDecode(row.Bytes, out JournalRecord? record, out string? error);
        return status == RecordStatus.Sound
            ? record!.Epoch
            : throw new JournalDamagedException(_journal.Location, row.Number, error ?? status.ToString());
    }
}
