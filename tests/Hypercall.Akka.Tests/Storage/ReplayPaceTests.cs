using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.TestKit;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Storage;

/// <summary>A journal is read no further ahead of a recovering actor than <see cref="PacedSqlJournal"/> says.</summary>
public sealed class ReplayPaceTests : EngineTestKit
{
    private const string Id = "engine-paced";
    private const int Rows = 5 * PacedSqlJournal.MostAhead / 2 + 3;
    private readonly IActorRef _journal;
    private readonly TestProbe _actor;

    public ReplayPaceTests()
        : base(new SqliteFiles())
    {
        _journal = Persistence.Instance.Apply(Sys).JournalFor(Settings.JournalPluginId);
        _actor = CreateTestProbe();
    }

    [Fact]
    public void An_actor_that_says_what_it_has_taken_is_waited_for()
    {
        WriteRows(1);
        using ReplayPace.Reader reader = ReplayPace.Of(Sys).Begin(Id);
        Replay();
        ExpectRows(1, PacedSqlJournal.MostAhead);
        ExpectNoMore();

        reader.Take(PacedSqlJournal.MostAhead / 2 - 1);
        ExpectNoMore();
        reader.Take(PacedSqlJournal.MostAhead / 2);
        ExpectRows(PacedSqlJournal.MostAhead + 1, 3 * PacedSqlJournal.MostAhead / 2);

        reader.Take(2 * PacedSqlJournal.MostAhead);
        ExpectRows(3 * PacedSqlJournal.MostAhead / 2 + 1, Rows);
        Assert.Equal(Rows, _actor.ExpectMsg<RecoverySuccess>().HighestSequenceNr);
    }

    [Fact]
    public void One_that_ends_is_not_waited_for()
    {
        WriteRows(1);
        ReplayPace.Reader reader = ReplayPace.Of(Sys).Begin(Id);
        Replay();
        ExpectRows(1, PacedSqlJournal.MostAhead);

        reader.Dispose();

        ExpectRows(PacedSqlJournal.MostAhead + 1, Rows);
        _actor.ExpectMsg<RecoverySuccess>();
    }

    [Fact]
    public void One_that_says_nothing_is_sent_all()
    {
        WriteRows(1);
        Replay();

        ExpectRows(1, Rows);
        _actor.ExpectMsg<RecoverySuccess>();
    }

    [Fact]
    public void Rows_that_are_missing_are_not_waited_for()
    {
        const int first = 3 * PacedSqlJournal.MostAhead + 1;
        WriteRows(first);
        using ReplayPace.Reader reader = ReplayPace.Of(Sys).Begin(Id);
        Replay();

        ExpectRows(first, first + PacedSqlJournal.MostAhead - 1);
        reader.Take(first + Rows);
        ExpectRows(first + PacedSqlJournal.MostAhead, first + Rows - 1);
        _actor.ExpectMsg<RecoverySuccess>();
    }

    private void WriteRows(int first)
    {
        var rows = Enumerable.Range(first, Rows)
            .Select(number => (IPersistentRepresentation)new Persistent(
                new PersistedRecord(new byte[] { 1 }), number, Id, sender: _actor, writerGuid: "test"))
            .ToArray();
        _journal.Tell(
            new WriteMessages([new AtomicWrite(ImmutableList.CreateRange(rows))], _actor, actorInstanceId: 1), _actor);
        _actor.ExpectMsg<WriteMessagesSuccessful>();
        foreach (IPersistentRepresentation _ in rows)
            _actor.ExpectMsg<WriteMessageSuccess>();
    }

    private void Replay() => _journal.Tell(new ReplayMessages(1, long.MaxValue, long.MaxValue, Id, _actor), _actor);

    /// <summary>While the journal reads for another, the rows that are held back do not come.</summary>
    private void ExpectNoMore()
    {
        TestProbe other = CreateTestProbe();
        _journal.Tell(new ReplayMessages(1, long.MaxValue, PacedSqlJournal.MostAhead, Id, other), other);
        for (int row = 0; row < PacedSqlJournal.MostAhead; row++)
            other.ExpectMsg<ReplayedMessage>();
        other.ExpectMsg<RecoverySuccess>();
        _actor.ExpectNoMsg(0);
    }

    private void ExpectRows(int first, int last)
    {
        for (int number = first; number <= last; number++)
            Assert.Equal(number, _actor.ExpectMsg<ReplayedMessage>().Persistent.SequenceNr);
    }
}
