using Akka.Actor;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Hosting;
using Hypercall.Engine.State;
using Hypercall.Gateway.Hosting;
using Hypercall.History;
using Hypercall.History.Storage;
using Microsoft.Data.Sqlite;

namespace Hypercall.Gateway.Reads;

/// <summary>
/// The partition's history on this gateway: a follower of its own that folds and stores what it applies, so that a slow
/// or full database holds up neither the validating follower nor what is authorized by it; and reads of what is stored.
/// </summary>
internal sealed class PastReads : IDisposable
{
    private const int MostReadsAtOnce = 16;

    private readonly ReplicaReads _replica;
    private readonly GatewayVenue _venue;
    private readonly IActorRef _follower;
    private readonly HistoryReader _reader;
    private readonly SemaphoreSlim _reads = new(MostReadsAtOnce);
    private readonly string? _temporaryFile;

    public PastReads(GatewayVenue venue, GatewayOptions options, ReplicaReads replica)
    {
        _replica = replica;
        _venue = venue;
        if (options.History.Length == 0)
            _temporaryFile = Path.Combine(Path.GetTempPath(), $"hypercall-history-{Guid.NewGuid():n}.db");
        HistoryDatabase database = _temporaryFile is null
            ? DatabaseOf(options.History, venue.Partition)
            : HistoryDatabase.Sqlite(_temporaryFile);
        _reader = new HistoryReader(database);
        _follower = Start(venue, database);
    }

    /// <summary>Reads what is stored, as of a sequence or a later one.</summary>
    public async Task<HistoryPage<T>> ReadAsync<T>(
        long minSequence, Func<HistoryReader, HistoryPage<T>> read, CancellationToken cancellation)
    {
        await _replica.AskAsync<IndexAnswer>(_follower, EngineQuestion.AboutIndex, minSequence, cancellation);
        await _reads.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => read(_reader), cancellation);
        }
        finally
        {
            _reads.Release();
        }
    }

    /// <summary>How the history's follower stands.</summary>
    public Task<FollowerStatus> StatusAsync(TimeSpan patience, CancellationToken cancellation) =>
        _follower.Ask<FollowerStatus>(QueryFollower.Instance, patience, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _venue.System.Stop(_follower);
        _reads.Dispose();
        if (_temporaryFile is null)
            return;
        SqliteConnection.ClearAllPools();
        foreach (string suffix in (string[])["", "-wal", "-shm"])
            File.Delete(_temporaryFile + suffix);
    }

    private static HistoryDatabase DatabaseOf(string setting, string partition) => setting.Contains('=')
        ? HistoryDatabase.Postgresql(setting, partition)
        : HistoryDatabase.Sqlite(setting);

    private static IActorRef Start(GatewayVenue venue, HistoryDatabase database)
    {
        PartitionSettings partition = HypercallSettings.Read(venue.System.Settings.Config).For(venue.Partition);
        Props follower = PartitionFollower.Props(new FollowerSettings
        {
            Partition = partition,
            Sink = new HistorySink(new HistoryKeeper(database)),
            RecordsAtOnce = 256,
        });
        return venue.System.ActorOf(BackOff.Supervised(follower, "follower", partition, static _ => false));
    }
}
