using System.CommandLine;
using System.Text;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Output;
using Hypercall.Cli.Replay;
using Hypercall.Node.Storage;
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
        Argument<string> directory = JournalArgument.Create();
        var sequence = new Option<long>("--sequence") { Description = "The command to skip.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", Required = true };
        reason.Validators.Add(result =>
        {
            if (Encoding.UTF8.GetByteCount(result.GetValueOrDefault<string>()) is 0 or > SkipRecord.MaxReasonBytes)
                result.AddError($"--reason takes 1 to {SkipRecord.MaxReasonBytes} bytes");
        });
        var command = new Command("skip", "Make a poisoned command a rejected one, from the next start on.")
        {
            directory, sequence, reason,
        };
        command.SetAction(parsed => Run(
            terminal,
            parsed.GetRequiredValue(directory),
            parsed.GetRequiredValue(sequence),
            parsed.GetRequiredValue(reason)));
        return command;
    }

    private static int Run(Terminal terminal, string directory, long sequence, string reason)
    {
        string engineId;
        using (SqliteJournal journal = JournalInspection.Open(directory))
        {
            engineId = journal.EngineId;
            RequireSkippable(directory, JournalInspection.LastRecord(journal), sequence);
        }

        using NodeStorage storage = NodeStorage.OpenOwned(directory, engineId);
        storage.Journal.AddSkip(new SkipRecord(engineId, sequence, reason));
        terminal.Line($"command {sequence} will be skipped from the next start on");
        return ExitCode.Done;
    }

    /// <summary>
    /// Later records prove what was applied before them: skipping one of those would part the state from the proof,
    /// and no start would succeed any more.
    /// </summary>
    private static void RequireSkippable(string directory, JournalRecord? last, long sequence)
    {
        long lastSequence = last?.LastSequence ?? 0;
        if (sequence < 1 || sequence > lastSequence)
            throw new InputException(directory, $"the journal holds sequences 1 to {lastSequence}, not {sequence}");
        if (sequence <= last!.AppliedSequence)
            throw new InputException(
                directory, $"command {sequence} was applied and later records say so: it is not poisoned");
    }
}
