using System.CommandLine;
using Hypercall.Cli.Output;
using Hypercall.Cli.Replay;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall snapshot</c>: recovers a journal and stops gracefully, which takes a snapshot at its end.
/// </summary>
internal static class SnapshotVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> directory = JournalArgument.Create();
        var command = new Command("snapshot", "Take a snapshot at the end of a journal.") { directory };
        command.SetAction((parsed, _) => RunAsync(terminal, parsed.GetRequiredValue(directory)));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string directory)
    {
        JournalRecord header = JournalInspection.ReadHeader(directory);
        NodeOptions options = NodeOptions.For(header.EngineId);
        options = options with { Sequencer = options.Sequencer with { TimeSource = header.TimeSource } };
        await using (EngineNode node = EngineNode.Start(directory, options))
            await NodeFailure.ThrowIfStoppedAsync(node.Ready);

        using NodeStorage storage = NodeStorage.OpenReadOnly(directory);
        IReadOnlyList<long> numbers = storage.Snapshots.ReadNumbers();
        if (numbers.Count == 0)
            throw new JournalUnusableException($"'{storage.Snapshots.Location}': the snapshot was not saved");
        terminal.Line($"snapshot after record {numbers[0]}, {storage.Snapshots.Load(numbers[0]).Length} bytes");
        return ExitCode.Done;
    }
}
