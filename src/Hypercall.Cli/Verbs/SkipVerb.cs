using System.CommandLine;
using System.Text;
using Hypercall.Actors.Protocol;
using Hypercall.Cli.Embedded;
using Hypercall.Cli.Inputs;
using Hypercall.Cli.Output;
using Hypercall.Cli.Replay;
using Hypercall.Cli.Running;
using Hypercall.Sequencer.Journal;
using Hypercall.Verification.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall skip</c>: the operator's way past a command that the engine cannot apply (runtime.md §2): from the next
/// start on it is the rejected outcome Skipped.
/// </summary>
internal static class SkipVerb
{
    private const string DefaultPartition = "main";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

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
        Option<string?> partition = JournalArgument.CreatePartition();
        Option<string?> certificates = ClientOptions.Certificates();
        var nodes = new Option<string[]>("--node")
        {
            Description = "A node of the cluster that owns the journal, HOST:PORT, in place of DIR.",
            DefaultValueFactory = _ => [],
        };
        directory.Arity = ArgumentArity.ZeroOrOne;
        var command = new Command("skip", "Make a poisoned command a rejected one, on the way past it.")
        {
            directory, sequence, reason, partition, nodes, certificates,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(directory) is null == (result.GetValue(nodes) ?? []).Length is 0)
                result.AddError("skip takes either DIR, of a journal that no host runs on, or --node");
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(directory) is { } folder
            ? SkipInFolderAsync(
                terminal,
                folder,
                parsed.GetValue(partition),
                parsed.GetRequiredValue(sequence),
                parsed.GetRequiredValue(reason))
            : SkipAtOwnerAsync(
                terminal,
                parsed.GetRequiredValue(nodes),
                parsed.GetValue(certificates),
                new SkipCommand(
                    parsed.GetValue(partition) ?? DefaultPartition,
                    0,
                    parsed.GetRequiredValue(sequence),
                    parsed.GetRequiredValue(reason)),
                cancellation));
        return command;
    }

    private static async Task<int> SkipInFolderAsync(
        Terminal terminal, string folder, string? partition, long sequence, string reason)
    {
        JournalLocation.RequireFolder(folder);
        VenueJournal journal = VenueJournal.Open(folder, partition);
        RequireSkippable(folder, JournalInspection.LastRecord(journal), sequence);
        await EmbeddedLedger.AddSkipAsync(folder, new SkipCommand(journal.EngineId, 0, sequence, reason));
        terminal.Line($"command {sequence} will be skipped from the next start on");
        return ExitCode.Done;
    }

    /// <summary>The owner takes it while the partition is down, and starts the engine again.</summary>
    private static async Task<int> SkipAtOwnerAsync(
        Terminal terminal, string[] nodes, string? certificates, SkipCommand skip, CancellationToken cancellation)
    {
        await using var connection = new ClusterConnection(nodes, certificates);
        await connection.ActAsync<SkipAnswer>(skip, Patience, answer => answer.Error, cancellation);
        terminal.Line($"command {skip.Sequence} is skipped; partition {skip.Partition} starts again");
        return ExitCode.Done;
    }

    /// <summary>
    /// Later records prove what was applied before them: skipping one of those would part the state from the proof,
    /// and no start would succeed any more.
    /// </summary>
    private static void RequireSkippable(string directory, JournalRecord last, long sequence)
    {
        long lastSequence = last.LastSequence;
        if (sequence < 1 || sequence > lastSequence)
            throw new InputException(directory, $"the journal holds sequences 1 to {lastSequence}, not {sequence}");
        if (sequence <= last.AppliedSequence)
            throw new InputException(
                directory, $"command {sequence} was applied and later records say so: it is not poisoned");
    }
}
