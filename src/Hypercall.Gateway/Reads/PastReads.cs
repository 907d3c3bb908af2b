using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Storage;
using Hypercall.History.Storage;

namespace Hypercall.Gateway.Reads;

/// <summary>
/// The partition's history on this gateway: a follower of its own that folds and stores what it applies, so that a slow
/// or full database holds up neither the validating follower nor what is authorized by it; and reads of what is stored.
/// </summary>
internal sealed class PastReads : IDisposable
{
    private const string Setting = $"{SettingReader.Root}.gateway.history";

    private readonly ReplicaReads _replica;
    private readonly GatewayVenue _venue;
    private readonly HistorySink _sink;
    private readonly IActorRef _follower;
    private readonly HistoryReader _reader;
    private readonly ReadShares _shares;
    private readonly IHttpContextAccessor _request;
    private readonly TemporaryHistory? _temporary;
    private readonly TimerOwners _timers;

    public PastReads(
        GatewayVenue venue,
        GatewayOptions options,
        ReplicaReads replica,
        TimerOwners timers,
        RevokedAgents revocations,
        ReadShares shares,
        IHttpContextAccessor request)
    {
        (_replica, _venue, _timers, _shares, _request) = (replica, venue, timers, shares, request);
        if (options.History.Length == 0)
            _temporary = TemporaryHistory.Create(Path.GetTempPath());
        HistoryDatabase database = DatabaseOf(_temporary?.File ?? options.History, venue.Partition);
        _reader = new HistoryReader(database);
        _sink = new HistorySink(new HistoryKeeper(database), timers, revocations);
        _follower = Start(venue, _sink);
    }

    /// <summary>How often the history has been begun, by this gateway: rows of another time may be gone.</summary>
    public int Begins => _sink.Begins;

    /// <summary>Reads what is stored, as of a sequence or a later one, in the share of the client that asks.</summary>
    /// <exception cref="RefusedException">The history has not got there, or the client asks for too much.</exception>
    public Task<HistoryPage<T>> ReadAsync<T>(
        long minSequence, Func<HistoryReader, HistoryPage<T>> read, CancellationToken cancellation) =>
        ReadAsync(Peer.ReaderOf(_request), minSequence, read, cancellation);

    /// <summary>As above, what a read asks for.</summary>
    public Task<HistoryPage<T>> ReadAsync<T>(ReadQuery query, Func<HistoryReader, HistoryPage<T>> read) =>
        ReadAsync(query.MinSequence, read, query.Cancellation);

    /// <summary>As above, in the gateway's own share: what decides who may do what waits behind no client.</summary>
    public Task<HistoryPage<T>> ReadOwnAsync<T>(
        long minSequence, Func<HistoryReader, HistoryPage<T>> read, CancellationToken cancellation) =>
        ReadAsync(null, minSequence, read, cancellation);

    private async Task<HistoryPage<T>> ReadAsync<T>(
        string? client, long minSequence, Func<HistoryReader, HistoryPage<T>> read, CancellationToken cancellation)
    {
        Reading<IndexAnswer> reached = await _replica.AskAsync<IndexAnswer>(
            _follower, EngineQuestion.AboutIndex, minSequence, client, cancellation);
        using IDisposable turn = await _shares.EnterAsync(client, cancellation);
        HistoryPage<T> page = await Task.Run(() => read(_reader), cancellation);
        // It was stored up to there: somebody has taken it away since, and it is being made anew.
        return page.Mark.Sequence >= reached.Sequence
            ? page
            : throw ReplicaReads.Repairing("the history is being made anew");
    }

    /// <summary>Whether a gateway armed a wallet's timer, as of a sequence or a later one.</summary>
    public async Task<bool> IsGuardAsync(
        WalletAddress wallet, long dueMs, long minSequence, CancellationToken cancellation)
    {
        await _replica.AskAsync<IndexAnswer>(_follower, EngineQuestion.AboutIndex, minSequence, null, cancellation);
        return _timers.IsGuard(wallet, dueMs);
    }

    /// <summary>How the history's follower stands; null: it does not answer in time.</summary>
    public Task<FollowerStatus?> StatusAsync(TimeSpan patience, CancellationToken cancellation) =>
        _follower.TryAskAsync<FollowerStatus>(new QueryFollower(), patience, cancellation);

    public void Dispose()
    {
        _venue.System.Stop(_follower);
        _temporary?.Dispose();
    }

    /// <summary>
    /// Where a partition's history is kept. A session with PostgreSQL gives up what it holds within seconds, as a
    /// journal's does; a command may take as long as a snapshot's: one reads a day's trades, one takes all rows away.
    /// </summary>
    /// <param name="location">As <c>hypercall.gateway.history</c>.</param>
    /// <param name="name">Setting or option that says it.</param>
    /// <exception cref="SettingException">It is no connection string.</exception>
    internal static HistoryDatabase DatabaseOf(string location, string partition, string name = Setting) =>
        ConnectionText.IsOfServer(location)
            ? HistoryDatabase.Postgresql(PostgresqlSession.Complete(name, location, StoreKind.Snapshots), partition)
            : HistoryDatabase.Sqlite(location);

    private static IActorRef Start(GatewayVenue venue, HistorySink sink)
    {
        PartitionSettings partition = HypercallSettings.Read(venue.System.Settings.Config).For(venue.Partition);
        Props follower = PartitionFollower.Props(new FollowerSettings
        {
            Partition = partition,
            Sink = sink,
            RecordsAtOnce = 256,
        });
        return venue.System.ActorOf(BackOff.Supervised(follower, "follower", partition, static _ => false));
    }
}
