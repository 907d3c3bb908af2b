using System.CommandLine;
using Hypercall.Cli.Embedded;
using Hypercall.Cli.Output;
using Hypercall.Cli.Replay;
using Hypercall.Sequencer.Journal;
using Hypercall.Verification.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall snapshot</c>: recovers a journal and stops gracefully, which takes a snapshot at its end.
/// </summary>
internal static class SnapshotVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> directory = JournalArgument.Create();
        Option<string?> partition = JournalArgument.CreatePartition();
        var command = new Command("snapshot", "Take a snapshot at the end of a journal that no host runs on.")
        {
            directory, partition,
        };
        command.SetAction((parsed, _) => RunAsync(
            terminal, parsed.GetRequiredValue(directory), parsed.GetValue(partition)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string directory, string? partition)
    {
        VenueJournal journal = VenueJournal.Open(directory, partition);
        JournalRecord header = JournalInspection.FirstRecord(journal);
        var options = new EmbeddedOptions(header.TimeSource, Partition: journal.EngineId);
        await using (await EmbeddedEngine.StartAsync(directory, options))
        {
        }

        journal = VenueJournal.Open(directory, partition);
        IReadOnlyList<long> numbers = journal.ReadSnapshotNumbers();
        if (numbers.Count == 0 || journal.LoadSnapshot(numbers[0]) is not { } snapshot)
            throw new JournalUnusableException($"'{journal.SnapshotLocation}': the snapshot was not saved");
        terminal.Line($"snapshot after record {numbers[0]}, {snapshot.Length} bytes");
        return ExitCode.Done;
    }
}
