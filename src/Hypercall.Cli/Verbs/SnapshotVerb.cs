using Hypercall.Cli.Embedded;
using Hypercall.Cli.Replay;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall snapshot</c>: asks a running node for a snapshot or, where no host runs, makes one of a journal's end.
/// It writes no record: the journal keeps its last owner, so that its venue knows it.
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
        if (JournalInspection.LastRecord(journal).LastSequence == 0)
            throw new InputException(journal.Location, "no command was executed yet, so there is no state to keep");
        await OfflineSystem.RunAsync(directory, journal.EngineId, async system =>
        {
            // Holds the folder, before anything is read.
            HypercallSystem.Prepare(system);
            (long number, ReadOnlyMemory<byte> bytes) = JournalSnapshot.Take(journal, JournalArguments.TellDamage);
            if (await OfflineSnapshots.SaveAsync(system, journal.EngineId, number, bytes) is { } error)
                throw new JournalUnusableException($"'{directory}': the snapshot was not saved: {error}");
            terminal.Line($"snapshot after record {number}, {bytes.Length} bytes");
        });
    }
}
