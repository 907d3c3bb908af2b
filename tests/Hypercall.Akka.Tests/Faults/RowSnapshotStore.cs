using Akka.Actor;
using Akka.Persistence;
using AkkaSerialization = Akka.Serialization.Serialization;
using AkkaSerializer = Akka.Serialization.Serializer;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>A snapshot plugin on the system's <see cref="RowStore"/>, speaking the protocol itself.</summary>
internal sealed class RowSnapshotStore : UntypedActor
{
    private readonly RowStore _store = Context.System.Settings.Setup.Get<RowStore>().Value;
    private readonly AkkaSerialization _serialization = Context.System.Serialization;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LoadSnapshot load:
                _ = AnswerAsync(Sender, Self, () => LoadAsync(load), cause => new LoadSnapshotFailed(cause));
                break;
            case SaveSnapshot save:
                SnapshotMetadata metadata = save.Metadata;
                _ = AnswerAsync(
                    Sender,
                    Self,
                    () => SaveAsync(metadata, save.Snapshot),
                    cause => new SaveSnapshotFailure(metadata, cause));
                break;
            case DeleteSnapshot { Metadata: var one }:
                _ = AnswerAsync(
                    Sender, Self, () => DeleteAsync(one), cause => new DeleteSnapshotFailure(one, cause));
                break;
            case DeleteSnapshots delete:
                Delete(delete);
                Sender.Tell(new DeleteSnapshotsSuccess(delete.Criteria), Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static async Task AnswerAsync(
        IActorRef asker, IActorRef self, Func<Task<object>> action, Func<Exception, object> failed)
    {
        object answer;
        try
        {
            answer = await action();
        }
        catch (Exception exception)
        {
            answer = failed(exception);
        }

        asker.Tell(answer, self);
    }

    private async Task<object> LoadAsync(LoadSnapshot load)
    {
        if (load.Criteria.Equals(SnapshotSelectionCriteria.None))
            return new LoadSnapshotResult(null, load.ToSequenceNr);
        await _store.BeforeSnapshotLoad();
        (long number, StoredRow? row) =
            _store.Snapshots(load.PersistenceId).LastOrDefault(pair => pair.Key <= load.Criteria.MaxSequenceNr);
        if (row is null)
            return new LoadSnapshotResult(null, load.ToSequenceNr);
        object snapshot = _serialization.Deserialize(row.Bytes, row.SerializerId, row.Manifest);
        var metadata = new SnapshotMetadata(load.PersistenceId, number, DateTime.UnixEpoch);
        return new LoadSnapshotResult(new SelectedSnapshot(metadata, snapshot), load.ToSequenceNr);
    }

    private async Task<object> SaveAsync(SnapshotMetadata metadata, object snapshot)
    {
        await _store.BeforeSnapshotSave(metadata.SequenceNr);
        AkkaSerializer serializer = _serialization.FindSerializerFor(snapshot);
        _store.PutSnapshot(metadata.PersistenceId, metadata.SequenceNr, new StoredRow(
            serializer.Identifier,
            AkkaSerialization.ManifestFor(serializer, snapshot),
            serializer.ToBinary(snapshot),
            string.Empty));
        return new SaveSnapshotSuccess(metadata);
    }

    private async Task<object> DeleteAsync(SnapshotMetadata metadata)
    {
        await _store.BeforeSnapshotDelete(metadata.SequenceNr);
        _store.ChangeSnapshot(metadata.PersistenceId, metadata.SequenceNr, _ => null);
        return new DeleteSnapshotSuccess(metadata);
    }

    /// <summary>Like the plugins for SQL it does not look at a selection's lower end.</summary>
    private void Delete(DeleteSnapshots delete)
    {
        foreach (long number in _store.Snapshots(delete.PersistenceId).Keys)
        {
            if (number <= delete.Criteria.MaxSequenceNr)
                _store.ChangeSnapshot(delete.PersistenceId, number, _ => null);
        }
    }
}
