using Hypercall.Cli.Embedded;
using Hypercall.Cli.Replay;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall snapshot</c>: asks a running node for a snapshot or, where no host runs, recovers a journal and stops
/// gracefully, which takes one at its end.
/// </summary>
internal static class SnapshotVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "snapshot", "Take a snapshot, at a running node or in a folder that no host runs on.");
        var place = new JournalOrNodes(command);
        command.SetAction((parsed, cancellation) => place.Directory(parsed) is { } folder
            ? RunAsync(terminal, folder, place.Partition(parsed))
            : AskOwnerAsync(
                terminal, place.Connect(parsed), new TakeSnapshot(place.PartitionAtNodes(parsed), 0), cancellation));
        return command;
    }

    private static async Task AskOwnerAsync(
        Terminal terminal, ClusterConnection nodes, TakeSnapshot request, CancellationToken cancellation)
    {
        await using ClusterConnection connection = nodes;
        SnapshotTaken taken = await connection.ActAsync<SnapshotTaken>(
            request, ClientOptions.OwnersPatience, answer => answer.Error, cancellation);
        terminal.Line($"snapshot after record {taken.RecordNumber}, saved");
    }

    private static async Task RunAsync(Terminal terminal, string directory, string? partition)
    {
        JournalLocation.RequireFolder(directory);
        VenueJournal journal = VenueJournal.Open(directory, partition);
        JournalRecord header = JournalInspection.Header(journal);
        var options = new EmbeddedOptions(header.TimeSource, Partition: journal.EngineId);
        await using (EmbeddedEngine engine = await EmbeddedEngine.StartAsync(directory, options))
        {
            if ((await engine.StateAsync()).Sequence == 0)
                throw new InputException(journal.Location, "no command was executed yet, so there is no state to keep");
        }

        journal = VenueJournal.Open(directory, partition);
        IReadOnlyList<long> numbers = journal.ReadSnapshotNumbers();
        if (numbers.Count == 0 || journal.LoadSnapshot(numbers[0]) is not { } snapshot)
            throw new JournalUnusableException($"'{journal.SnapshotLocation}': the snapshot was not saved");
        terminal.Line($"snapshot after record {numbers[0]}, {snapshot.Length} bytes");
    }
}
