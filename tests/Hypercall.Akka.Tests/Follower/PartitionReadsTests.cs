using System.Collections.Immutable;
using Akka.Persistence;
using Akka.TestKit;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Follower;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Follower;

/// <summary>What is read of a SQLite journal by itself is what its plugin gives.</summary>
public sealed class PartitionReadsTests() : EngineTestKit(new SqliteFiles())
{
    private const int First = 3;
    private const int Rows = 9;

    [Theory]
    [InlineData(1, 100, long.MaxValue)]
    [InlineData(5, 2, long.MaxValue)]
    [InlineData(5, 100, 7)]
    [InlineData(First + Rows, 100, long.MaxValue)]
    public async Task Rows_are_those_of_the_plugin(long first, int count, long last)
    {
        WriteRows(Settings.PersistenceId);
        WriteRows("another");
        var reads = new PartitionReads(Sys, Settings);
        IReadOnlyList<JournalRow> expected = await JournalRead.RowsAsync(
            Sys, Settings.JournalPluginId, Settings.PersistenceId, (first, last), count, Patience);

        IReadOnlyList<JournalRow> found = await reads.RecordsAsync(first, count, last);

        Assert.True(reads.AreCheap);
        Assert.Equal(expected.Select(Told), found.Select(Told));
    }

    [Fact]
    public void Another_class_of_plugin_is_asked_itself()
    {
        Assert.NotNull(SqliteRows.Of(Sys, Settings.JournalPluginId));
        Assert.Null(SqliteRows.Of(Sys, "akka.persistence.journal.inmem"));
    }

    private static (long Number, Type Kind, string Bytes) Told(JournalRow row) =>
        (row.Number, row.Payload.GetType(), Convert.ToHexString(((PersistedRecord)row.Payload).Bytes.Span));

    private void WriteRows(string id)
    {
        TestProbe actor = CreateTestProbe();
        var rows = Enumerable.Range(First, Rows)
            .Select(number => (IPersistentRepresentation)new Persistent(
                new PersistedRecord(new[] { (byte)number }), number, id, sender: actor, writerGuid: "test"))
            .ToImmutableList();
        Persistence.Instance.Apply(Sys).JournalFor(Settings.JournalPluginId).Tell(
            new WriteMessages([new AtomicWrite(rows)], actor, actorInstanceId: 1), actor);
        actor.ExpectMsg<WriteMessagesSuccessful>();
    }
}
