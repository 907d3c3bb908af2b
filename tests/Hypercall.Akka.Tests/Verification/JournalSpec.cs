using System.Data.Common;
using System.Globalization;
using Akka.Actor;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Serialization;
using Hypercall.Actors.Tests.Support;
using Hypercall.Verification;
using Hypercall.Verification.Storage;

namespace Hypercall.Actors.Tests.Verification;

/// <summary>
/// Journal, skips and snapshots that the actor wrote into a database, read and checked without Akka: sound ones, and ones
/// with a byte changed or a row missing.
/// </summary>
public abstract partial class JournalSpec : EngineTestKit
{
    private const int Commands = 240;
    private const int Seed = 11;

    private protected JournalSpec(TestDatabase database)
        : base(database)
    {
    }

    /// <summary>Where the readers find it.</summary>
    private protected string Location => Database.Location;

    private static string Rows => "persistence_id = 'engine-main' AND sequence_number";

    private protected void CheckSoundJournal()
    {
        CoreRun core = Fill();
        int snapshots = VenueJournal.Open(Location).ReadSnapshotNumbers().Count;
        Assert.Equal(Settings.SnapshotsKept, snapshots);

        VerificationReport whole = Verify();
        VerificationReport fromSnapshots = JournalVerifier.Verify(Location, new VerifyOptions(FromSnapshots: true));

        Assert.Null(whole.Difference);
        Assert.Equal((Commands, core.Hashes[^1], 2L), (whole.LastSequence, whole.Hash, whole.Epoch));
        Assert.Equal((1L, Commands), (whole.FirstSequence, whole.CommandsReplayed));
        Assert.Equal(snapshots, whole.SnapshotsCompared);
        Assert.Equal(0, whole.RecordsNotCrossChecked);
        Assert.Null(fromSnapshots.Difference);
        Assert.Equal(core.Hashes[^1], fromSnapshots.Hash);
        Assert.InRange(fromSnapshots.FirstSequence, 2, Commands);
        Assert.Equal(snapshots - 1, fromSnapshots.SnapshotsCompared);
    }

    /// <summary>Once from the newest snapshot before it, where there is one, and once without any.</summary>
    private protected void CheckStates()
    {
        CoreRun core = Fill();
        int[] sequences = [1, 59, 60, 61, 130, Commands - 1, Commands];
        Assert.All(sequences, at => Assert.Equal(core.Hashes[at - 1], JournalState.At(Location, at).Hash));
        Assert.Equal(0, JournalState.At(Location, 0).Sequence);
        Assert.Equal(Commands, JournalState.At(Location, Commands + 1).Sequence);

        Execute("snapshot", "UPDATE snapshot SET snapshot = @bytes", [1, 2, 3]);

        Assert.All(sequences, at => Assert.Equal(core.Hashes[at - 1], JournalState.At(Location, at).Hash));
    }

    private protected void CheckFlippedRecords()
    {
        Fill();
        var random = new Random(Seed);
        long last = VenueJournal.Open(Location).ReadLast()!.Value.Number;
        for (long record = 1; record <= last; record++)
        {
            byte[] sound = Bytes("journal", "message", record);
            byte[] flipped = Flip(sound, random, out string what);
            Write("journal", "message", record, flipped);

            VerificationReport report = Verify();

            Assert.True(report.Difference?.RecordNumber == record, $"record {record}, {what}: {report.Difference}");
            Write("journal", "message", record, sound);
        }

        Assert.Null(Verify().Difference);
    }

    private protected void CheckFlippedSnapshots()
    {
        CoreRun core = Fill();
        var random = new Random(Seed);
        long newest = VenueJournal.Open(Location).ReadSnapshotNumbers()[0];
        foreach (long snapshot in VenueJournal.Open(Location).ReadSnapshotNumbers())
        {
            byte[] sound = Bytes("snapshot", "snapshot", snapshot);
            Write("snapshot", "snapshot", snapshot, Flip(sound, random, out string what));

            VerificationReport report = Verify();
            BisectReport bisect = Bisect(Location);

            Assert.True(report.Difference?.RecordNumber == snapshot, $"snapshot {snapshot}, {what}: {report.Difference}");
            Assert.Equal((null, snapshot), (bisect.Sequence, bisect.DamagedSnapshot!.RecordNumber));
            var passedOver = new List<VerificationDifference>();
            Assert.Equal(core.Hashes[^1], JournalState.At(Location, null, null, passedOver.Add).Hash);
            Assert.Equal(snapshot == newest ? [snapshot] : [], passedOver.Select(damage => damage.RecordNumber!.Value));
            Write("snapshot", "snapshot", snapshot, sound);
        }

        Assert.Null(Verify().Difference);
    }

    private protected void CheckMissingRows()
    {
        CoreRun core = Fill();
        long last = VenueJournal.Open(Location).ReadLast()!.Value.Number;
        byte[] second = Bytes("journal", "message", 2);
        byte[] third = Bytes("journal", "message", 3);

        Write("journal", "message", 3, second);
        Assert.Equal(3, Verify().Difference!.RecordNumber);
        Write("journal", "message", 3, third[..^1]);
        Assert.Equal(3, Verify().Difference!.RecordNumber);
        Write("journal", "message", 3, third);

        Execute("journal", $"DELETE FROM journal WHERE {Rows} = {last}");
        VerificationDifference? lost = Verify().Difference;
        Assert.Contains("lost records", lost!.What);
        Execute("snapshot", "DELETE FROM snapshot");
        VerificationReport shorter = Verify();
        Assert.Null(shorter.Difference);
        Assert.Equal(core.Hashes[^1], shorter.Hash);

        Execute("journal", $"DELETE FROM journal WHERE {Rows} = 3");
        Assert.StartsWith("the row is missing", Verify().Difference!.What);
    }

    /// <summary>What the readers go by, as Akka.Persistence.Sql makes and fills it.</summary>
    private protected void CheckSchema()
    {
        Fill();
        Assert.Equal(
            [
                "ordering", "created", "deleted", "persistence_id", "sequence_number", "message", "tags", "manifest",
                "identifier", "writer_uuid",
            ],
            Columns("journal"));
        Assert.Equal(
            ["persistence_id", "sequence_number", "created", "snapshot", "manifest", "serializer_id"],
            Columns("snapshot"));
        Assert.Equal("rec.v1", Scalar("journal", "SELECT DISTINCT manifest FROM journal"));
        Assert.Equal("snp.v1", Scalar("snapshot", "SELECT DISTINCT manifest FROM snapshot"));
        string serializer = HypercallSerializer.SerializerId.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(serializer, $"{Scalar("journal", "SELECT DISTINCT identifier FROM journal")}");
        Assert.Equal(serializer, $"{Scalar("snapshot", "SELECT DISTINCT serializer_id FROM snapshot")}");
    }

    private protected void CheckUnknownManifest()
    {
        Fill();
        Execute("journal", $"UPDATE journal SET manifest = 'rec.v99' WHERE {Rows} = 2");
        Assert.Contains(
            "rec.v99", Assert.Throws<JournalIncompatibleException>(() => Verify()).Message, StringComparison.Ordinal);
    }

    /// <summary>Skip records are read before any other: one that is damaged is named like these.</summary>
    private protected void CheckDamagedSkip()
    {
        Fill();
        Execute(
            "journal",
            "INSERT INTO journal "
            + "(created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
            + $"SELECT created, deleted, 'skips-{Partition}', 1, @bytes, 'skp.v1', identifier, writer_uuid "
            + $"FROM journal WHERE {Rows} = 1",
            [1, 2, 3]);

        VerificationReport report = Verify();

        Assert.StartsWith("skip record: ", report.Difference!.What);
        Assert.Equal((1, 0), (report.Difference.RecordNumber, report.LastSequence));
    }

    private protected void CheckBreakingOff()
    {
        Fill();
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => JournalVerifier.Verify(Location, new VerifyOptions(Cancellation: source.Token)));
    }

    /// <summary>Two lives of the partition, each drained at its end.</summary>
    private CoreRun Fill()
    {
        PartitionSettings settings = Settings with
        {
            Sequencer = Settings.Sequencer with { SnapshotEvery = 60, SnapshotMinIntervalMs = 0 },
        };
        for (int life = 0; life < 2; life++)
        {
            IActorRef partition = StartReady(settings);
            Feed(partition, life * Commands / 2, (life + 1) * Commands / 2);
            Drain(partition);
        }

        // The store deletes older ones while the engine ends.
        AwaitAssert(
            () => Assert.InRange(VenueJournal.Open(Location).ReadSnapshotNumbers().Count, 1, settings.SnapshotsKept),
            Patience);
        return new CoreRun(Flow, Commands);
    }

    private VerificationReport Verify() => JournalVerifier.Verify(Location);

    private BisectReport Bisect(string other) =>
        JournalBisector.Compare(VenueJournal.Open(Location), VenueJournal.Open(other));

    private static byte[] Flip(byte[] sound, Random random, out string what)
    {
        int position = random.Next(sound.Length);
        byte mask = (byte)(1 << random.Next(8));
        byte[] flipped = [.. sound];
        flipped[position] ^= mask;
        what = $"seed {Seed}, byte {position}, mask {mask}";
        return flipped;
    }

    private byte[] Bytes(string table, string column, long number) =>
        (byte[])Scalar(table, $"SELECT {column} FROM {table} WHERE {Rows} = {number}")!;

    private void Write(string table, string column, long number, byte[] bytes) =>
        Execute(table, $"UPDATE {table} SET {column} = @bytes WHERE {Rows} = {number}", bytes);

    private IReadOnlyList<string> Columns(string table)
    {
        using DbConnection connection = Database.Connect(table);
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        using DbDataReader reader = command.ExecuteReader();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private object? Scalar(string table, string sql)
    {
        using DbConnection connection = Database.Connect(table);
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private protected void Execute(string table, string sql, byte[]? bytes = null)
    {
        using DbConnection connection = Database.Connect(table);
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        if (bytes is not null)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = "@bytes";
            parameter.Value = bytes;
            command.Parameters.Add(parameter);
        }

        Assert.NotEqual(0, command.ExecuteNonQuery());
    }
}
