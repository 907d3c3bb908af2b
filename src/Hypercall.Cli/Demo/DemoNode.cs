using Hypercall.Cli.Replay;

namespace Hypercall.Cli.Demo;

/// <summary>
/// The node's side of the demonstration, in a process of its own: feeds the plan through a durable engine and says on
/// standard output what is acknowledged, so that the other side knows what a crash must not lose.
/// </summary>
internal static class DemoNode
{
    /// <summary>Said when the journal is recovered, with its last command.</summary>
    public const string ReadyWord = "ready";

    /// <summary>Said now and then, with the last command whose outcome has arrived.</summary>
    public const string AcknowledgedWord = "acknowledged";

    /// <summary>Said at the end, with the last command and the hash.</summary>
    public const string DoneWord = "done";

    private const int SayEvery = 64;

    /// <summary>
    /// Few in flight: the stream then goes at the pace of the disk, and a kill meets it in the middle.
    /// </summary>
    private const int Window = 512;

    /// <summary>Runs the node.</summary>
    /// <param name="holdAfter">
    /// Commands after which nothing more is sent until standard input ends: the other side is about to kill.
    /// </param>
    public static async Task<int> RunAsync(Terminal terminal, DemoPlan plan, string journal, long? holdAfter)
    {
        // Ctrl-C at a terminal reaches this process too: the other side answers it.
        terminal.Interruption.LeaveToVerb();
        await using ReplayRun run = await ReplayRun.StartAsync(plan.ToInput(), journal);
        Say(terminal, ReadyWord, run.ResumedAfter);
        long sent = 0;
        run.Feed(
            output => Acknowledge(terminal, output),
            _ =>
            {
                if (++sent == holdAfter)
                    Console.In.ReadToEnd();
            },
            Window);
        StateSummary end = await run.StateAsync();
        Say(terminal, DoneWord, end.Sequence, end.Hash.ToString());
        return ExitCode.Done;
    }

    private static void Acknowledge(Terminal terminal, ApplyOutput output)
    {
        if (output.Sequence % SayEvery == 0)
            Say(terminal, AcknowledgedWord, output.Sequence);
    }

    private static void Say(Terminal terminal, string word, long sequence, string rest = "")
    {
        terminal.Line($"{word} {sequence} {rest}".TrimEnd());
        terminal.Out.Flush();
    }
}
