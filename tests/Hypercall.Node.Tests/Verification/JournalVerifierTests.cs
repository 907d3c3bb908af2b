using Hypercall.Engine.Numerics;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Node.Verification;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests.Verification;

public sealed class JournalVerifierTests : IAsyncLifetime
{
    private const int Commands = 400;

    private readonly TemporaryDirectory _directory = new();
    private Hash256 _hash;
    private long _lastRecord;
    private IReadOnlyList<long> _snapshots = [];

    private string JournalPath => _directory.File(SqliteJournal.FileName);

    private string SnapshotPath => _directory.File(SqliteSnapshotStore.FileName);

    public async Task InitializeAsync()
    {
        NodeOptions options = NodeRun.Options(o => o with { SnapshotEvery = 60, SnapshotMinIntervalMs = 0 });
        await NodeRun.Fill(_directory.Path, Commands / 2, options);
        _hash = await NodeRun.Fill(_directory.Path, Commands, options, from: Commands / 2);
        using NodeStorage storage = NodeStorage.OpenReadOnly(_directory.Path);
        _lastRecord = storage.Journal.ReadLast()!.Value.Number;
        _snapshots = storage.Snapshots.ReadNumbers();
    }

    public Task DisposeAsync()
    {
        _directory.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sound_journal_is_verified_whole(bool fromSnapshots)
    {
        var progress = new List<RecoveryProgress>();
        var observed = new ObservedSequences();

        VerificationReport report = JournalVerifier.Verify(
            _directory.Path, new VerifyOptions(fromSnapshots, progress.Add, Observer: observed));

        Assert.Null(report.Difference);
        Assert.Equal(_hash, report.Hash);
        Assert.Equal(Commands, report.LastSequence);
        Assert.Equal(2, report.Epoch);
        Assert.Equal(0, report.RecordsNotCrossChecked);
        Assert.Equal(fromSnapshots ? _snapshots.Count - 1 : _snapshots.Count, report.SnapshotsCompared);
        Assert.Equal(fromSnapshots, report.FirstSequence > 1);
        Assert.Equal(Commands - report.FirstSequence + 1, report.CommandsReplayed);
        Assert.NotEmpty(progress);
        Assert.Equal(Enumerable.Range((int)report.FirstSequence, (int)report.CommandsReplayed), observed.Sequences.Order());
    }

    [Fact]
    public async Task It_runs_beside_the_owner()
    {
        await using EngineNode node = await NodeRun.StartReady(_directory.Path);
        await NodeRun.Feed(node, new CommandFlow(1), Commands, Commands + 20);

        VerificationReport report = JournalVerifier.Verify(_directory.Path);

        Assert.Null(report.Difference);
        Assert.Equal(Commands + 20, report.LastSequence);
    }

    [Fact]
    public void A_flipped_byte_in_any_record_is_found_and_the_record_named()
    {
        const int seed = 11;
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            long record = random.Next(1, (int)_lastRecord + 1);
            int position = -1;
            byte mask = (byte)(1 << random.Next(8));
            using TemporaryDirectory copy = _directory.Copy();
            SqliteTool.Change(copy.File(SqliteJournal.FileName), "records", record, bytes =>
            {
                position = random.Next(bytes.Length);
                bytes[position] ^= mask;
                return bytes;
            });

            VerificationReport report = JournalVerifier.Verify(copy.Path);

            string what = $"seed {seed}, round {round}, record {record}, byte {position}, mask {mask}";
            Assert.True(report.Difference is not null, what);
            Assert.True(report.Difference.RecordNumber == record, $"{what}: {report.Difference}");
        }
    }

    [Fact]
    public async Task A_node_does_not_start_on_a_damaged_record()
    {
        const int seed = 12;
        var random = new Random(seed);
        for (int round = 0; round < 10; round++)
        {
            long record = random.Next(1, (int)_lastRecord + 1);
            using TemporaryDirectory copy = _directory.Copy();
            File.Delete(copy.File(SqliteSnapshotStore.FileName));
            SqliteTool.Change(copy.File(SqliteJournal.FileName), "records", record, bytes =>
            {
                bytes[random.Next(bytes.Length)] ^= 0x10;
                return bytes;
            });

            await using EngineNode node = EngineNode.Start(copy.Path, NodeRun.Options());
            var stopped = await Assert.ThrowsAsync<NodeStoppedException>(() => node.Ready);

            Assert.Equal(StopReason.RecoveryRefused, stopped.Stop.Notice.Reason);
            Assert.True(record == stopped.Stop.Notice.RecordNumber, $"seed {seed}, round {round}: {stopped.Message}");
            Assert.False(stopped.Stop.Notice.MayRestart);
        }
    }

    [Fact]
    public async Task A_flipped_byte_in_any_snapshot_is_found_and_a_node_falls_back()
    {
        const int seed = 13;
        var random = new Random(seed);
        for (int round = 0; round < 30; round++)
        {
            long number = _snapshots[random.Next(_snapshots.Count)];
            using TemporaryDirectory copy = _directory.Copy();
            SqliteTool.Change(copy.File(SqliteSnapshotStore.FileName), "snapshots", number, bytes =>
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            });

            VerificationReport report = JournalVerifier.Verify(copy.Path);

            Assert.True(report.Difference is not null, $"seed {seed}, round {round}");
            Assert.EndsWith(SqliteSnapshotStore.FileName, report.Difference.File, StringComparison.Ordinal);
            Assert.Equal(number, report.Difference.RecordNumber);
            await using EngineNode node = await NodeRun.StartReady(copy.Path);
            Assert.Equal(_hash, await node.QueryAsync(engine => engine.Hash));
            Assert.Equal(number == _snapshots[0] ? 1 : 0, node.Health.Warnings.Count);
        }
    }

    [Theory]
    [InlineData(SqliteJournal.FileName)]
    [InlineData(SqliteSnapshotStore.FileName)]
    public void A_flipped_byte_anywhere_in_a_file_is_found_or_without_meaning(string file)
    {
        const int seed = 14;
        var random = new Random(seed);
        int found = 0;
        for (int round = 0; round < 80; round++)
        {
            using TemporaryDirectory copy = _directory.Copy();
            byte[] content = File.ReadAllBytes(copy.File(file));
            int position = round < 20 ? round * 5 : random.Next(content.Length);
            content[position] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(copy.File(file), content);

            VerificationReport? report = VerifyOrRefuse(copy.Path);

            if (report is not { Sound: true })
            {
                found++;
                continue;
            }

            string what = $"seed {seed}, round {round}, byte {position}";
            Assert.True(report.LastSequence == Commands && report.Hash == _hash, what);
            Assert.True(report.SnapshotsCompared == _snapshots.Count, what);
        }

        Assert.True(found > 10, $"only {found} of 80 found");
    }

    [Fact]
    public void A_missing_row_a_cut_row_and_an_exchanged_row_are_found()
    {
        using TemporaryDirectory missing = _directory.Copy();
        SqliteTool.Execute(missing.File(SqliteJournal.FileName), "DELETE FROM records WHERE number = 9");
        Assert.Equal(9, JournalVerifier.Verify(missing.Path).Difference!.RecordNumber);

        using TemporaryDirectory cut = _directory.Copy();
        SqliteTool.Change(cut.File(SqliteJournal.FileName), "records", _lastRecord, bytes => bytes[..^5]);
        Assert.Equal(_lastRecord, JournalVerifier.Verify(cut.Path).Difference!.RecordNumber);

        using TemporaryDirectory exchanged = _directory.Copy();
        string path = exchanged.File(SqliteJournal.FileName);
        SqliteTool.Execute(path, "UPDATE records SET number = -1 WHERE number = 5");
        SqliteTool.Execute(path, "UPDATE records SET number = 5 WHERE number = 6");
        SqliteTool.Execute(path, "UPDATE records SET number = 6 WHERE number = -1");
        Assert.Equal(5, JournalVerifier.Verify(exchanged.Path).Difference!.RecordNumber);
    }

    [Fact]
    public void A_journal_that_ends_before_a_snapshot_has_lost_records()
    {
        SqliteTool.Execute(JournalPath, $"DELETE FROM records WHERE number >= {_snapshots[0] - 1}");

        VerificationDifference difference = JournalVerifier.Verify(_directory.Path).Difference!;

        Assert.Contains("lost records", difference.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_without_its_last_row_is_a_shorter_journal()
    {
        File.Delete(SnapshotPath);
        SqliteTool.Execute(JournalPath, $"DELETE FROM records WHERE number = {_lastRecord}");

        VerificationReport report = JournalVerifier.Verify(_directory.Path);
        Assert.Null(report.Difference);
        Assert.InRange(report.RecordsNotCrossChecked, 1, 2);
        await using EngineNode node = await NodeRun.StartReady(_directory.Path);
        Assert.Equal(3, node.Health.Epoch);
    }

    [Fact]
    public void A_record_of_another_engine_or_version_is_refused_by_name()
    {
        using (NodeStorage storage = NodeStorage.OpenReadOnly(_directory.Path))
        using (IJournalCursor cursor = storage.Journal.Read(1))
            Assert.True(cursor.MoveNext());
        SqliteTool.Execute(JournalPath, "UPDATE meta SET value = 'btc' WHERE name = 'engine_id'");
        SqliteTool.Execute(SnapshotPath, "UPDATE meta SET value = 'btc' WHERE name = 'engine_id'");

        VerificationDifference difference = JournalVerifier.Verify(_directory.Path).Difference!;

        Assert.Equal(1, difference.RecordNumber);
        Assert.Contains("'main'", difference.What, StringComparison.Ordinal);
        Assert.Throws<JournalIncompatibleException>(() => EngineNode.Start(_directory.Path, NodeRun.Options()));
    }

    [Fact]
    public void A_skip_that_changes_history_is_found()
    {
        using (DirectoryOwnership ownership = DirectoryOwnership.Acquire(_directory.Path))
        using (SqliteJournal journal = SqliteJournal.OpenOwned(ownership, "main"))
            journal.AddSkip(new SkipRecord("main", 3, "test"));

        Assert.NotNull(JournalVerifier.Verify(_directory.Path).Difference);
    }

    [Fact]
    public void Verification_can_be_broken_off()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => JournalVerifier.Verify(
            _directory.Path, new VerifyOptions(Cancellation: cancellation.Token)));
    }

    private static VerificationReport? VerifyOrRefuse(string directory)
    {
        try
        {
            return JournalVerifier.Verify(directory);
        }
        catch (JournalException)
        {
            return null;
        }
    }
}
