using Hypercall.Engine;
using Hypercall.Engine.Numerics;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;
using Hypercall.Node.Verification;

namespace Hypercall.Node.Tests.Verification;

public sealed class JournalStateTests
{
    private const int Commands = 150;

    [Fact]
    public async Task The_state_at_any_sequence_has_the_hash_that_was_answered_there()
    {
        var storage = new NodeStorage(new InMemoryJournal("main"), new InMemorySnapshotStore());
        NodeOptions options = NodeRun.Options(o => o with { SnapshotEvery = 40, SnapshotMinIntervalMs = 0 });
        EngineNode node = await NodeRun.StartReady(storage, options);
        AnswerRecorder answers = await NodeRun.Feed(node, new CommandFlow(4), 0, Commands);
        await node.DisposeAsync();
        var withoutSnapshots = new NodeStorage(storage.Journal, new InMemorySnapshotStore());

        for (int sequence = 1; sequence <= Commands; sequence++)
        {
            Hash256 expected = answers[sequence - 1].Outcome!.Hash;
            Assert.Equal(expected, JournalState.At(storage, sequence).Hash);
            if (sequence % 7 == 0)
                Assert.Equal(expected, JournalState.At(withoutSnapshots, sequence).Hash);
        }

        Assert.Equal(0, JournalState.At(storage, 0).Sequence);
        Assert.Equal(answers[Commands - 1].Outcome!.Hash, JournalState.At(storage).Hash);
        ExchangeEngine beyond = JournalState.At(storage, Commands + 5);
        Assert.Equal(Commands, beyond.Sequence);
    }

    [Fact]
    public async Task Another_partitions_name_is_refused()
    {
        using var directory = new TemporaryDirectory();
        await NodeRun.Fill(directory.Path, Commands);
        string own = NodeOptions.For().Sequencer.EngineId;

        Assert.Equal(Commands, JournalState.At(directory.Path, partition: own).Sequence);
        Assert.EndsWith(
            $"holds no partition 'elsewhere', but {own}",
            Assert.Throws<JournalIncompatibleException>(
                () => JournalState.At(directory.Path, partition: "elsewhere")).Message);
    }

    [Fact]
    public async Task A_damaged_record_before_the_sequence_is_an_error_that_names_it()
    {
        using var directory = new TemporaryDirectory();
        await NodeRun.Fill(directory.Path, Commands);
        File.Delete(directory.File(SqliteSnapshotStore.FileName));
        SqliteTool.Change(directory.File(SqliteJournal.FileName), "records", 4, bytes => [.. bytes.Reverse()]);

        var damage = Assert.Throws<JournalDamagedException>(() => JournalState.At(directory.Path, Commands));

        Assert.Equal(4, damage.RecordNumber);
    }
}
