using System.Collections.Concurrent;
using System.Globalization;
using Hypercall.Engine.Numerics;
using Hypercall.Node.Clients;
using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests.Support;

/// <summary>
/// Entry of the child processes that the tests start from this very assembly: a verb, then its arguments.
/// </summary>
internal static class ChildProgram
{
    public const string OwnVerb = "own";

    public const string RunVerb = "run";

    public static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case [OwnVerb, string directory]:
                return Own(directory);
            case [RunVerb, string directory, string seed, string from]:
                return Run(directory, new CommandFlow(Parse(seed)), Parse(from));
            default:
                Console.Error.WriteLine("unknown child verb");
                return 2;
        }
    }

    /// <summary>Takes the directory, says so, and holds it until its input ends.</summary>
    private static int Own(string directory)
    {
        try
        {
            using DirectoryOwnership ownership = DirectoryOwnership.Acquire(directory);
            Console.WriteLine("owned");
            Console.In.ReadToEnd();
            return 0;
        }
        catch (JournalOwnedException exception)
        {
            Console.WriteLine(exception.Message);
            return 3;
        }
    }

    /// <summary>How <see cref="RunVerb"/> runs its node.</summary>
    public static NodeOptions Options() => new()
    {
        Sequencer = new SequencerOptions
        {
            EngineId = "main",
            HostId = "child",
            TimeSource = TimeSource.Submission,
            MaxBatch = 16,
            SnapshotEvery = 200,
            SnapshotMinIntervalMs = 0,
        },
    };

    /// <summary>
    /// Runs a node on a flow from an index on, 64 commands in flight, until it is killed; a line per acknowledgement:
    /// index, sequence and hash, ended by a semicolon.
    /// </summary>
    private static int Run(string directory, CommandFlow flow, int from)
    {
        EngineNode node = EngineNode.Start(directory, Options());
        node.Ready.GetAwaiter().GetResult();
        long time = node.QueryAsync(engine => engine.TimestampMs).GetAwaiter().GetResult();
        using var lines = new BlockingCollection<string>();
        new Thread(() => Print(lines)) { IsBackground = true }.Start();
        var window = new SubmissionWindow(node, 64, (token, output) => lines.Add(string.Create(
            CultureInfo.InvariantCulture, $"{token} {output.Sequence} {output.Hash};")));
        for (int index = from; ; index++)
        {
            var request = new RequestId((UInt128)(uint)(index + 1));
            if (!window.Submit(new Submission(index, 0, flow[index], request, TimestampMs: ++time)))
                return 1;
        }
    }

    private static void Print(BlockingCollection<string> lines)
    {
        foreach (string line in lines.GetConsumingEnumerable())
            Console.Out.WriteLine(line);
    }

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
