
namespace Hypercall.Actors.Storage;

/// <summary>
/// The SQL journal that looks at its database before each recovery, and each time the owner
/// reads the journal's epoch: one that does not keep its word, takes no writes, has no tables or lets nobody in is told
/// by name, with the setting that led to it.
/// </summary>
internal sealed class CheckedSqlJournal(Config config) : PacedSqlJournal(config)
{
    private readonly PostgresqlStore? _store =
        PluginTemplate.OfJournal(config, config.GetString("plugin-id", "")).Store() as PostgresqlStore;

    public override async Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        if (_store is not null)
            await _store.RequireAsync(cancellationToken);
        return await base.ReadHighestSequenceNrAsync(persistenceId, fromSequenceNr, cancellationToken);
    }

    /// <summary>A database may also fail in the middle of a recovery.</summary>
    public override Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        return _store is null ? ReplayAsync() : _store.NamedAsync(ReplayAsync);

        async Task<bool> ReplayAsync()
        {
            await base.ReplayMessagesAsync(
                context, persistenceId, fromSequenceNr, toSequenceNr, max, recoveryCallback);
            return true;
        }
    }
}
