using Hypercall.Actors.Follower;
using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Reads the journal's end for an engine actor, its parent: the few rows from the last one that the owner knows to be
/// durable. That one must still be there, and a rival's first record, with a higher epoch, must stand behind it,
/// because numbers are dense and unique.
/// </summary>
/// <remarks>
/// It costs one indexed look at the end of the journal. How many rows stand since the look before is counted by the
/// database, where it is one of ours: else all of them would have to be read. A failed read is tried again, after
/// growing pauses, until the sequencer gives up.
/// </remarks>
internal sealed class EpochReader : ReceiveActor, IWithTimers
{
    private readonly PartitionSettings _settings;
    private readonly PartitionReads _reads;
    private readonly JournalStore? _store;
    private readonly CancellationTokenSource _end = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private ReadEpoch _request = new(0);
    private int _tries;

    public EpochReader(PartitionSettings settings)
    {
        _settings = settings;
        _reads = new PartitionReads(Context.System, settings);
        _store = JournalStore.OfPlugin(Context.System.Settings.Config, settings.JournalPluginId);
        Receive<ReadEpoch>(Begin);
        Receive<Retry>(_ => Look());
        Receive<EpochRead>(Context.Parent.Tell);
        Receive<Status.Failure>(failure => TakeFailure(failure.Cause));
        ReceiveAny(message => throw new InvalidOperationException(
            $"{message.GetType().Name} is unknown to the epoch reader"));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(PartitionSettings settings) =>
        Akka.Actor.Props.Create(() => new EpochReader(settings));

    protected override void PostStop()
    {
        _end.Cancel();
        base.PostStop();
    }

    private void Begin(ReadEpoch request)
    {
        _request = request;
        _tries = 0;
        Look();
    }

    private void Look()
    {
        int tries = ++_tries;
        LookAsync(_request).PipeTo(Self, success: found => new EpochRead(found, tries));
    }

    /// <summary>
    /// What is missing may have been archived, which the journal's first record tells; what stands between is counted.
    /// </summary>
    private async Task<JournalObservation> LookAsync(ReadEpoch request)
    {
        (long from, long earlier) = (request.FromRecord, request.Earlier);
        var look = new JournalLook(from, earlier);
        if (earlier > 0 && earlier < from)
            Add(look, await _reads.RecordsAsync(earlier, 1, earlier));
        Add(look, await _reads.RecordsAsync(from, JournalLook.RecordsRead));
        JournalObservation found = look.Observation;
        bool isGone = found.Record is null || (earlier > 0 && found.Earlier is null);
        if (isGone && await _reads.RecordsAsync(1, 1) is [var first])
            found = found with { ArchivedBefore = first.Number };
        return _store is not null && earlier > 0
            ? found with { Count = await _store.CountAsync(_settings.PersistenceId, earlier, from, _end.Token) }
            : found;
    }

    private static void Add(JournalLook look, IReadOnlyList<JournalRow> rows)
    {
        foreach (JournalRow row in rows)
        {
            if (row.Payload is PersistedRecord record)
                look.Add(row.Number, record.Bytes);
        }
    }

    private void TakeFailure(Exception cause)
    {
        string why = JournalFailures.Describe(cause);
        _log.Warning("the epoch of {0} could not be read: {1}", _settings.PersistenceId, why);
        if (JournalFailures.OfRecovery(cause) == StopReason.RecoveryRefused)
        {
            Context.Parent.Tell(new EpochRead(new JournalLook(_request.FromRecord).Observation, _tries));
            return;
        }

        Context.Parent.Tell(new EpochUnread(why));
        TimeSpan pause = BackOff.Pause(_tries, _settings.MinBackoff, _settings.MaxBackoff);
        Timers.StartSingleTimer(nameof(Retry), new Retry(), pause);
    }

    private sealed class Retry : INoSerializationVerificationNeeded;
}
