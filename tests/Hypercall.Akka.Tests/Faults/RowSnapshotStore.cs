using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using SerializationExtension = Akka.Serialization.Serialization;
using Serializer = Akka.Serialization.Serializer;

namespace Hypercall.Akka.Tests.Faults;

/// <summary>A snapshot plugin on the system's <see cref="RowStore"/>.</summary>
internal sealed class RowSnapshotStore : SnapshotStore
{
    private readonly RowStore _store = Context.System.Settings.Setup.Get<RowStore>().Value;
    private readonly SerializationExtension _serialization = Context.System.Serialization;

    protected override async Task<SelectedSnapshot?> LoadAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        await _store.BeforeSnapshotLoad();
        (long number, StoredRow? row) =
            _store.Snapshots(persistenceId).LastOrDefault(pair => pair.Key <= criteria.MaxSequenceNr);
        if (row is null)
            return null;
        object snapshot = _serialization.Deserialize(row.Bytes, row.SerializerId, row.Manifest);
        return new SelectedSnapshot(new SnapshotMetadata(persistenceId, number, DateTime.UnixEpoch), snapshot);
    }

    protected override async Task SaveAsync(
        SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        await _store.BeforeSnapshotSave(metadata.SequenceNr);
        Serializer serializer = _serialization.FindSerializerFor(snapshot);
        _store.PutSnapshot(metadata.PersistenceId, metadata.SequenceNr, new StoredRow(
            serializer.Identifier,
            SerializationExtension.ManifestFor(serializer, snapshot),
            serializer.ToBinary(snapshot),
            string.Empty));
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken)
    {
        _store.ChangeSnapshot(metadata.PersistenceId, metadata.SequenceNr, _ => null);
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(
        string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        foreach (long number in _store.Snapshots(persistenceId).Keys)
        {
            if (number <= criteria.MaxSequenceNr && number >= criteria.MinSequenceNr)
                _store.ChangeSnapshot(persistenceId, number, _ => null);
        }

        return Task.CompletedTask;
    }
}
