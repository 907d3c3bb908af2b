using Hypercall.Engine.State;
using Hypercall.Verification;

namespace Hypercall.Cli.Demo;

/// <summary>
/// The demonstration with one node: its process is killed with SIGKILL half-way, started again, and its end is
/// compared with that of a run without the kill. Says what happens while it happens.
/// </summary>
internal sealed class Demonstration(Terminal terminal, DemoPlan plan, string directory)
{
    private readonly string _crashed = Path.Combine(directory, "with-kill");
    private readonly string _undisturbed = Path.Combine(directory, "without-kill");

    /// <summary>Runs it.</summary>
    /// <exception cref="CheckFailedException">Something was lost or differs.</exception>
    public async Task RunAsync()
    {
        long start = Stopwatch.GetTimestamp();
        terminal.Heading("A venue with 24 options on ETH: 4 makers, 8 takers.");
        Line($"{plan.Commands:#,##0} commands from seed {plan.Seed}");
        Line("through one actor on SQLite, in a process of its own.");
        terminal.Line();

        long acknowledged = await CrashAsync();
        (long sequence, string hash) = await RestartAsync(acknowledged);
        await CompareAsync(sequence, hash);
        Verify();

        terminal.Line();
        DemoReport.Write(terminal, _crashed, DemoOrders.Traders);
        terminal.Line();
        terminal.Heading("The crash cost nothing: same commands, state and hash.");
        Line($"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
    }

    private async Task<long> CrashAsync()
    {
        using DemoProcess node = DemoProcess.Start(plan, _crashed, plan.Commands * 3L / 4, terminal.Interruption);
        Line($"1. node process {node.Id} takes commands …");
        await node.ListenAsync(plan.Commands / 2);
        await node.KillAsync();
        if (node.Done is not null || node.Acknowledged == 0)
            throw new CheckFailedException("the node's process ended before it could be killed");
        Line("2. killed with SIGKILL;");
        Line($"   it had acknowledged commands up to {node.Acknowledged:#,##0}");
        return node.Acknowledged;
    }

    private async Task<(long Sequence, string Hash)> RestartAsync(long acknowledged)
    {
        long start = Stopwatch.GetTimestamp();
        using DemoProcess node = DemoProcess.Start(plan, _crashed, null, terminal.Interruption);
        await node.CompleteAsync();
        if (node.Recovered < acknowledged)
            throw new CheckFailedException(
                $"command {acknowledged} was acknowledged, the journal ends at {node.Recovered}: a write was lost");
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Line($"3. started again as process {node.Id}: recovered");
        Line($"   {node.Recovered:#,##0} commands, every acknowledged one among them,");
        Line($"   and took the rest ({seconds:0.0} s)");
        return node.Done!.Value;
    }

    private async Task CompareAsync(long sequence, string hash)
    {
        using DemoProcess node = DemoProcess.Start(plan, _undisturbed, null, terminal.Interruption);
        await node.CompleteAsync();
        (long otherSequence, string otherHash) = node.Done!.Value;
        terminal.Line("4. the same commands once more, without a kill:");
        Line($"   with the kill     {sequence:#,##0} commands, hash");
        Line(hash);
        Line($"   without the kill  {otherSequence:#,##0} commands, hash");
        Line(otherHash);
        EngineStateDigest left = JournalState.At(_crashed).ComputeDigest();
        EngineStateDigest right = JournalState.At(_undisturbed).ComputeDigest();
        if (sequence != otherSequence || hash != otherHash || !left.Components.SequenceEqual(right.Components))
            throw new CheckFailedException("the two ends differ");
        Line($"   equal, and so are the digests of all {left.Components.Count} components");
    }

    private void Verify()
    {
        VerificationReport report = JournalVerifier.Verify(_crashed);
        if (report.Difference is { } difference)
            throw new CheckFailedException(difference.ToString());
        Line($"5. verified: {report.CommandsReplayed:#,##0} commands executed again,");
        Line("   every hash agrees");
    }

    private void Line(string text) => terminal.Line(text);
}
