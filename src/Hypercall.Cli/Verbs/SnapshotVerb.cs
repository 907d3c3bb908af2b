using System.CommandLine;
using Hypercall.Actors.Protocol;
using Hypercall.Cli.Embedded;
using Hypercall.Cli.Output;
using Hypercall.Cli.Replay;
using Hypercall.Cli.Running;
using Hypercall.Sequencer.Journal;
using Hypercall.Verification.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall snapshot</c>: asks a running node for a snapshot or, where no host runs, recovers a journal and stops
/// gracefully, which takes one at its end.
/// </summary>
internal static class SnapshotVerb
{
    private const string DefaultPartition = "main";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create(Terminal terminal)
    {
        Argument<string> directory = JournalArgument.Create();
        directory.Arity = ArgumentArity.ZeroOrOne;
        Option<string?> partition = JournalArgument.CreatePartition();
        Option<string?> certificates = ClientOptions.Certificates();
        var nodes = new Option<string[]>("--node")
        {
            Description = "A node of the cluster that owns the journal, HOST:PORT, in place of DIR.",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("snapshot", "Take a snapshot, at a running node or in a folder that no host runs on.")
        {
            directory, partition, nodes, certificates,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(directory) is null == (result.GetValue(nodes) ?? []).Length is 0)
                result.AddError("snapshot takes either DIR, of a journal that no host runs on, or --node");
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(directory) is { } folder
            ? RunAsync(terminal, folder, parsed.GetValue(partition))
            : AskOwnerAsync(
                terminal,
                parsed.GetRequiredValue(nodes),
                parsed.GetValue(certificates),
                new TakeSnapshot(parsed.GetValue(partition) ?? DefaultPartition, 0),
                cancellation));
        return command;
    }

    private static async Task<int> AskOwnerAsync(
        Terminal terminal, string[] nodes, string? certificates, TakeSnapshot request, CancellationToken cancellation)
    {
        await using var connection = new ClusterConnection(nodes, certificates);
        SnapshotTaken taken = await connection.ActAsync<SnapshotTaken>(
            request, Patience, answer => answer.Error, cancellation);
        terminal.Line($"snapshot after record {taken.RecordNumber}, saved");
        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(Terminal terminal, string directory, string? partition)
    {
        JournalLocation.RequireFolder(directory);
        VenueJournal journal = VenueJournal.Open(directory, partition);
        JournalRecord header = JournalInspection.Header(journal);
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
