using Akka.Actor;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Hosting;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Hosting;
using Hypercall.History;
using Hypercall.History.Storage;

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
    private readonly TemporaryHistory? _temporary;
    private readonly TimerOwners _timers = new();

    public PastReads(GatewayVenue venue, GatewayOptions options, ReplicaReads replica)
    {
        _replica = replica;
        _venue = venue;
        if (options.History.Length == 0)
            _temporary = TemporaryHistory.Create(Path.GetTempPath());
        HistoryDatabase database = DatabaseOf(_temporary?.File ?? options.History, venue.Partition);
        _reader = new HistoryReader(database);
        _follower = Start(venue, database, _timers);
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

    /// <summary>Whether a gateway armed a wallet's timer, as of a sequence or a later one.</summary>
    public async Task<bool> IsGuardAsync(
        WalletAddress wallet, long dueMs, long minSequence, CancellationToken cancellation)
    {
        await _replica.AskAsync<IndexAnswer>(_follower, EngineQuestion.AboutIndex, minSequence, cancellation);
        return _timers.IsGuard(wallet, dueMs);
    }

    /// <summary>How the history's follower stands.</summary>
    public Task<FollowerStatus> StatusAsync(TimeSpan patience, CancellationToken cancellation) =>
        _follower.Ask<FollowerStatus>(QueryFollower.Instance, patience, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _venue.System.Stop(_follower);
        _reads.Dispose();
        _temporary?.Dispose();
    }

    private static HistoryDatabase DatabaseOf(string setting, string partition) => setting.Contains('=')
        ? HistoryDatabase.Postgresql(setting, partition)
        : HistoryDatabase.Sqlite(setting);

    private static IActorRef Start(GatewayVenue venue, HistoryDatabase database, TimerOwners timers)
    {
        PartitionSettings partition = HypercallSettings.Read(venue.System.Settings.Config).For(venue.Partition);
        Props follower = PartitionFollower.Props(new FollowerSettings
        {
            Partition = partition,
            Sink = new HistorySink(new HistoryKeeper(database), timers),
            RecordsAtOnce = 256,
        });
        return venue.System.ActorOf(BackOff.Supervised(follower, "follower", partition, static _ => false));
    }
}
