using Akka.Actor;
using Akka.Persistence;
using AkkaSerialization = Akka.Serialization.Serialization;
using AkkaSerializer = Akka.Serialization.Serializer;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>
/// A journal plugin on the system's <see cref="RowStore"/>, speaking the protocol of persistent actors itself; hooks are
/// for engines' and transfer desks' rows only.
/// </summary>
internal sealed class RowJournal : UntypedActor
{
    private readonly RowStore _store = Context.System.Settings.Setup.Get<RowStore>().Value;
    private readonly AkkaSerialization _serialization = Context.System.Serialization;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WriteMessages write:
                _ = WriteAsync(write, Self);
                break;
            case ReplayMessages replay:
                _ = ReplayAsync(replay, Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static bool IsEngine(string persistenceId) =>
        persistenceId.StartsWith("engine-", StringComparison.Ordinal);

    private Task BeforeAsync(string persistenceId) => persistenceId.StartsWith("transfers-", StringComparison.Ordinal)
        ? _store.BeforeTransfers()
        : Task.CompletedTask;

    private async Task WriteAsync(WriteMessages write, IActorRef self)
    {
        foreach (AtomicWrite atomic in write.Messages.Cast<AtomicWrite>())
        {
            foreach (IPersistentRepresentation row in (IEnumerable<IPersistentRepresentation>)atomic.Payload)
            {
                object answer = await AnswerAsync(row, write.ActorInstanceId);
                write.PersistentActor.Tell(
                    answer is WriteMessageFailure failure
                        ? new WriteMessagesFailed(failure.Cause, 1)
                        : WriteMessagesSuccessful.Instance,
                    self);
                write.PersistentActor.Tell(answer, self);
            }
        }
    }

    private async Task<object> AnswerAsync(IPersistentRepresentation row, int actorInstanceId)
    {
        try
        {
            bool isEngine = IsEngine(row.PersistenceId);
            if (isEngine && await _store.Rejection(row.SequenceNr) is { } rejection)
                return new WriteMessageRejected(row, rejection, actorInstanceId);
            await StoreAsync(row, isEngine);
            return new WriteMessageSuccess(row, actorInstanceId);
        }
        catch (Exception exception)
        {
            return new WriteMessageFailure(row, exception, actorInstanceId);
        }
    }

    private async Task StoreAsync(IPersistentRepresentation row, bool isEngine)
    {
        AkkaSerializer serializer = _serialization.FindSerializerFor(row.Payload);
        var stored = new StoredRow(
            serializer.Identifier,
            AkkaSerialization.ManifestFor(serializer, row.Payload),
            serializer.ToBinary(row.Payload),
            row.WriterGuid);
        await BeforeAsync(row.PersistenceId);
        if (isEngine)
            await _store.BeforeWrite(row.SequenceNr);
        _store.AddRecord(row.PersistenceId, row.SequenceNr, stored);
        if (isEngine)
            await _store.AfterWrite(row.SequenceNr);
    }

    private async Task ReplayAsync(ReplayMessages replay, IActorRef self)
    {
        try
        {
            await BeforeAsync(replay.PersistenceId);
            if (IsEngine(replay.PersistenceId))
                await _store.BeforeRead(replay.FromSequenceNr);
            long left = replay.Max;
            SortedDictionary<long, StoredRow> rows = _store.Records(replay.PersistenceId);
            foreach ((long number, StoredRow row) in rows)
            {
                if (number < replay.FromSequenceNr || number > replay.ToSequenceNr || left-- <= 0)
                    continue;
                object payload = _serialization.Deserialize(row.Bytes, row.SerializerId, row.Manifest);
                replay.PersistentActor.Tell(
                    new ReplayedMessage(
                        new Persistent(payload, number, replay.PersistenceId, row.Manifest, writerGuid: row.WriterId)),
                    self);
            }

            replay.PersistentActor.Tell(new RecoverySuccess(rows.Keys.LastOrDefault()), self);
        }
        catch (Exception exception)
        {
            replay.PersistentActor.Tell(new ReplayMessagesFailure(exception), self);
        }
    }
}
