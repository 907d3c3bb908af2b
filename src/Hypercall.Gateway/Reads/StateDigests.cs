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
internal sealed class StateDigests(GatewayVenue venue, GatewayOptions options, ILogger<StateDigests> log) : IDisposable
{
    /// <summary>The least time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PartitionReads _reads =
        new(venue.System, HypercallSettings.Read(venue.System.Settings.Config).For(venue.Partition), Patience);

    private readonly SemaphoreSlim _looking = new(1);
    private ComponentDigests _known = ComponentDigests.None;
    private (long RecordNumber, DateTime TakenAt) _seen;
    private long? _lookedAt;

    /// <summary>The newest ones known, after a look where one is due.</summary>
    public async Task<ComponentDigests> NewestAsync(CancellationToken cancellation)
    {
        using Turn turn = await Turn.AtAsync(_looking, cancellation);
        if (_lookedAt is not { } at || options.Time.GetElapsedTime(at) >= Pause)
            await LookAsync(cancellation);
        return _known;
    }

    public void Dispose() => _looking.Dispose();

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            if (await _reads.SnapshotAsync().WaitAsync(cancellation) is { } selected)
                Take(selected);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogDebug(failure, "the snapshots cannot be read now");
        }

        _lookedAt = options.Time.GetTimestamp();
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
            _known = new ComponentDigests(snapshot!.Sequence, snapshot.Digests);
        else
            log.LogWarning("snapshot {Number} was passed over: {Error}", _seen.RecordNumber, error);
    }
}
