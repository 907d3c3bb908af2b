using Hypercall.Cli.Embedded;
using Hypercall.Cli.Replay;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall skip</c>: the operator's way past a command that the engine cannot apply (runtime.md §2): from the next
/// start on it is the rejected outcome Skipped.
/// </summary>
internal static class SkipVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<long> sequence = Options.Needed<long>("--sequence", "The command to skip.").Within(1L, long.MaxValue);
        Option<string> reason = Options.Needed<string>("--reason", "Why, for the record.");
        reason.Validators.Add(result =>
        {
            if (Encoding.UTF8.GetByteCount(result.GetValueOrDefault<string>()) is 0 or > SkipRecord.MaxReasonBytes)
                result.AddError($"--reason takes 1 to {SkipRecord.MaxReasonBytes} bytes");
        });
        var command = new Command("skip", "Make a poisoned command a rejected one, on the way past it.")
        {
            sequence, reason,
        };
        var place = new JournalOrNodes(command);
        command.SetAction((parsed, cancellation) =>
        {
            var skip = new SkipCommand(
                place.PartitionAtNodes(parsed), 0, parsed.GetRequiredValue(sequence), parsed.GetRequiredValue(reason));
            return place.Directory(parsed) is { } folder
                ? SkipInFolderAsync(terminal, folder, place.Partition(parsed), skip)
                : SkipAtOwnerAsync(terminal, place.Connect(parsed), skip, cancellation);
        });
        return command;
    }

    private static async Task SkipInFolderAsync(
        Terminal terminal, string folder, string? partition, SkipCommand skip)
    {
        JournalLocation.RequireFolder(folder);
        VenueJournal journal = VenueJournal.Open(folder, partition);
        RequireSkippable(folder, journal, skip.Sequence);
        await OfflineSystem.RunAsync(folder, journal.EngineId, async system =>
        {
            if (await OfflineSkips.AddAsync(system, skip with { Partition = journal.EngineId }) is { } error)
                throw new JournalUnusableException(error);
        });
        terminal.Line($"command {skip.Sequence} will be skipped from the next start on");
    }

    /// <summary>The owner takes it while the partition is down, and starts the engine again.</summary>
    private static async Task SkipAtOwnerAsync(
        Terminal terminal, ClusterConnection nodes, SkipCommand skip, CancellationToken cancellation)
    {
        await using ClusterConnection connection = nodes;
        await connection.ActAsync<SkipAnswer>(skip, ClientOptions.OwnersPatience, answer => answer.Error, cancellation);
        terminal.Line($"command {skip.Sequence} is skipped; partition {skip.Partition} starts again");
    }

    /// <summary>
    /// Later records and snapshots prove what was applied before them: skipping one of those would part the state from
    /// the proof, and no start would succeed any more.
    /// </summary>
    private static void RequireSkippable(string directory, VenueJournal journal, long sequence)
    {
        JournalRecord last = JournalInspection.LastRecord(journal);
        long lastSequence = last.LastSequence;
        if (lastSequence == 0)
            throw new InputException(directory, "the journal holds no command that could be skipped");
        if (sequence > lastSequence)
            throw new InputException(directory, $"the journal holds sequences 1 to {lastSequence}, not {sequence}");
        if (sequence <= last.AppliedSequence)
            throw new InputException(
                directory, $"command {sequence} was applied and later records say so: it is not poisoned");
        if (JournalInspection.FindNewestSnapshot(journal) is { } snapshot && sequence <= snapshot.Sequence)
            throw new InputException(
                directory,
                $"command {sequence} was applied and the snapshot of record {snapshot.RecordNumber} says so: it is not "
                + "poisoned");
    }
}
