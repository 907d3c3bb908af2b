using Akka.Persistence;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Hosting;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Gateway.Reads;

/// <summary>SHA-256 of each component of the engine's state after a command.</summary>
internal sealed record ComponentDigests(long Sequence, IReadOnlyList<KeyValuePair<string, Hash256>> Components)
{
    /// <summary>There is no snapshot.</summary>
    public static ComponentDigests None { get; } = new(0, []);
}

/// <summary>
/// The digests of the state's components as the engine's newest snapshot has them: they are the same on every gateway
/// and cost no engine anything. A store gives snapshots whole: it is looked into once a minute at most, and only where
/// somebody asks.
/// </summary>
internal sealed class StateDigests(
    Func<Task<SelectedSnapshot?>> look, GatewayOptions options, ILogger<StateDigests> log)
{
    public StateDigests(GatewayVenue venue, GatewayOptions options, ILogger<StateDigests> log)
        : this(LookInto(venue), options, log)
    {
    }

    /// <summary>The least time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private ComponentDigests _known = ComponentDigests.None;
    private (long RecordNumber, DateTime TakenAt) _seen;
    private long? _lookedAt;
    private Task _looking = Task.CompletedTask;

    /// <summary>The newest ones known, after a look where one is due; it goes on where nobody waits for it.</summary>
    public async Task<ComponentDigests> NewestAsync(CancellationToken cancellation)
    {
        Task looking;
        lock (_gate)
        {
            if (_looking.IsCompleted && (_lookedAt is not { } at || options.Time.GetElapsedTime(at) >= Pause))
                _looking = LookAsync();
            looking = _looking;
        }

        await looking.WaitAsync(cancellation);
        return Volatile.Read(ref _known);
    }

    private async Task LookAsync()
    {
        try
        {
            if (await look() is { } selected)
                Take(selected);
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "the snapshots cannot be read now");
        }

        _lookedAt = options.Time.GetTimestamp();
    }

    private static Func<Task<SelectedSnapshot?>> LookInto(GatewayVenue venue)
    {
        PartitionSettings partition = HypercallSettings.Read(venue.System.Settings.Config).For(venue.Partition);
        var reads = new PartitionReads(venue.System, partition, Patience);
        return () => reads.SnapshotAsync();
    }

    /// <summary>One that is damaged is as good as none, until there is a newer one.</summary>
    private void Take(SelectedSnapshot selected)
    {
        (long, DateTime) found = (selected.Metadata.SequenceNr, selected.Metadata.Timestamp);
        if (found == _seen)
            return;
        _seen = found;
        string? error = "it is none of an engine's";
        if (selected.Snapshot is PersistedSnapshot persisted
            && SnapshotCodec.TryDecode(persisted.Bytes, out EngineSnapshot? snapshot, out error))
            Volatile.Write(ref _known, new ComponentDigests(snapshot!.Sequence, snapshot.Digests));
        else
            log.LogWarning("snapshot {Number} was passed over: {Error}", _seen.RecordNumber, error);
    }
}
