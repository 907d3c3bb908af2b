using System.Diagnostics;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Hashing;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Benchmarks;

/// <summary>
/// A running sequencer whose journal takes every record at once: what a host's engine thread does, without a disk.
/// </summary>
internal sealed class SequencerVenue : ISequencerEffects
{
    private const int Batch = 256;
    private const int Submitters = 8;

    private readonly EngineSequencer _sequencer;
    private long _token;
    private long _written;
    private (long RecordNumber, SnapshotDraft Draft)? _draft;

    public SequencerVenue()
    {
        var options = new SequencerOptions { EngineId = "main", HostId = "bench", Engine = HostSha256.Options };
        _sequencer = new EngineSequencer(options with { SnapshotEvery = 0 }, this);
        _sequencer.BeginRecovery([]);
        _sequencer.RecoveryCompleted(Now, 0);
        CompleteWrites();
    }

    /// <summary>Commands so far.</summary>
    public long Executed => _token;

    public Hash256 Hash => _sequencer.AppliedHash;

    /// <summary>The last snapshot that was to be saved.</summary>
    public ReadOnlyMemory<byte> Saved { get; private set; }

    private HostTime Now => new(1_767_225_600_000 + _token / 10, _token / 10);

    /// <summary>Executes a command under a request id, some of them in a record.</summary>
    public void Execute(EngineCommand command)
    {
        _token++;
        var request = new ClientRequest(command, new RequestId((UInt128)_token));
        _sequencer.Offer(_token, _token % Submitters, EncodedRequest.Of(request), Now);
        if (_token % Batch == 0)
            CompleteWrites();
    }

    public void CompleteWrites()
    {
        while (_written != 0)
        {
            long number = _written;
            _written = 0;
            _sequencer.WriteCompleted(number, Now);
            _sequencer.ApplyWritten(Now);
        }
    }

    /// <summary>Takes a snapshot; how long the engine's thread does nothing else.</summary>
    public TimeSpan TakeSnapshot()
    {
        long start = Stopwatch.GetTimestamp();
        if (!_sequencer.RequestSnapshot(Now))
            throw new BenchmarkFailedException("no snapshot was taken");
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Has it completed and saved; how long that takes beside the engine's thread.</summary>
    public TimeSpan CompleteSnapshot()
    {
        (long recordNumber, SnapshotDraft draft) = _draft!.Value;
        _draft = null;
        long start = Stopwatch.GetTimestamp();
        CheckedSnapshot result = Task.Run(draft.Complete).GetAwaiter().GetResult();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (result.Error is { } error)
            throw new BenchmarkFailedException(error);
        _sequencer.SnapshotChecked(recordNumber, result, Now);
        _sequencer.SnapshotSaved(recordNumber, Now);
        return elapsed;
    }

    public void StartWrite(long recordNumber, JournalRecordKind kind, ReadOnlyMemory<byte> record) =>
        _written = recordNumber;

    public void Reply(long token, ApplyOutput output, ReadOnlyMemory<byte> encoded)
    {
        if (!output.Accepted)
            throw new BenchmarkFailedException($"command {token} was rejected: {output.Rejection.Code}");
    }

    public void Fail(long token, SubmissionStatus status, long retryAfterMs) =>
        throw new BenchmarkFailedException($"command {token} was not executed: {status}");

    public void AnswerRead(long token, ExchangeEngine engine)
    {
    }

    public void Publish(PublishedBatch batch)
    {
    }

    public void CheckSnapshot(long recordNumber, SnapshotDraft draft) => _draft = (recordNumber, draft);

    public void SaveSnapshot(long recordNumber, long sequence, ReadOnlyMemory<byte> snapshot) => Saved = snapshot;

    public void SnapshotNotTaken(long recordNumber, string reason) => throw new BenchmarkFailedException(reason);

    public void CheckOwner(long recordNumber, long earlierNumber)
    {
    }

    public void Started(long epoch)
    {
    }

    public void WriteDiagnostic(EngineDiagnostic diagnostic) => throw new BenchmarkFailedException(diagnostic.ToText());

    public void Stop(StopNotice notice) => throw new BenchmarkFailedException(notice.Detail);
}
