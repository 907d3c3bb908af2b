using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using SerializationExtension = Akka.Serialization.Serialization;
using Serializer = Akka.Serialization.Serializer;

namespace Hypercall.Akka.Tests.Faults;

/// <summary>A journal plugin on the system's <see cref="RowStore"/>; hooks are for engines' rows only.</summary>
internal sealed class RowJournal : AsyncWriteJournal
{
    private readonly RowStore _store = Context.System.Settings.Setup.Get<RowStore>().Value;
    private readonly SerializationExtension _serialization = Context.System.Serialization;

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        AtomicWrite[] writes = [.. messages];
        var rejections = new List<Exception?>();
        foreach (AtomicWrite write in writes)
            rejections.Add(await WriteAsync((IEnumerable<IPersistentRepresentation>)write.Payload));
        return rejections.ToImmutableList()!;
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context,
        string persistenceId,
        long fromSequenceNr,
        long toSequenceNr,
        long max,
        Action<IPersistentRepresentation> recoveryCallback)
    {
        if (IsEngine(persistenceId))
            await _store.BeforeRead(fromSequenceNr);
        foreach ((long number, StoredRow row) in _store.Records(persistenceId))
        {
            if (number < fromSequenceNr || number > toSequenceNr || max-- <= 0)
                continue;
            object payload = _serialization.Deserialize(row.Bytes, row.SerializerId, row.Manifest);
            recoveryCallback(new Persistent(payload, number, persistenceId, row.Manifest, writerGuid: row.WriterId));
        }
    }

    public override Task<long> ReadHighestSequenceNrAsync(
        string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) =>
        Task.FromResult(_store.Records(persistenceId).Keys.LastOrDefault());

    protected override Task DeleteMessagesToAsync(
        string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the journal is kept whole");

    private static bool IsEngine(string persistenceId) =>
        persistenceId.StartsWith("engine-", StringComparison.Ordinal);

    private async Task<Exception?> WriteAsync(IEnumerable<IPersistentRepresentation> rows)
    {
        foreach (IPersistentRepresentation row in rows)
        {
            bool isEngine = IsEngine(row.PersistenceId);
            if (isEngine && _store.Rejection(row.SequenceNr) is { } rejection)
                return rejection;
            Serializer serializer = _serialization.FindSerializerFor(row.Payload);
            var stored = new StoredRow(
                serializer.Identifier,
                SerializationExtension.ManifestFor(serializer, row.Payload),
                serializer.ToBinary(row.Payload),
                row.WriterGuid);
            if (isEngine)
                await _store.BeforeWrite(row.SequenceNr);
            _store.AddRecord(row.PersistenceId, row.SequenceNr, stored);
            if (isEngine)
                await _store.AfterWrite(row.SequenceNr);
        }

        return null;
    }
}
