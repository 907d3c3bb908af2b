namespace Hypercall.Cli.Demo.Cluster;

/// <summary>
/// The demonstration with three nodes: the one that owns the market is killed with SIGKILL while everybody trades,
/// another takes over, and the journal is held against what the clients were told. Says what happens while it
/// happens, in lines that a terminal of 60 columns holds.
/// </summary>
internal sealed class ClusterDemonstration(Terminal terminal, ClusterPlan plan)
{
    private const int Nodes = 3;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Runs it.</summary>
    /// <exception cref="CheckFailedException">Something was lost, or differs, or did not come about.</exception>
    public async Task RunAsync()
    {
        terminal.Heading("A venue with 24 options on ETH, on three nodes.");
        terminal.Line(
            $"{DemoVenue.MakerTraders.Length} makers quote, {DemoVenue.TakerTraders.Length} takers hit them; "
            + $"seed {plan.Seed}.");
        terminal.Line($"Journal: {(plan.Postgresql is null ? "SQLite files that the nodes share." : "PostgreSQL.")}");
        terminal.Line();
        ClusterTestimony testimony = await TradeAsync();
        terminal.Line();
        ClusterAudit.Run(terminal, plan.Journal, plan.Partition, testimony);
        terminal.Line();
        terminal.Heading("The owner's death cost time and nothing else.");
        if (plan.Postgresql is not null)
        {
            terminal.Line("The journal stays in the database, as partition");
            terminal.Line($"{plan.Partition}.");
        }

        terminal.Line($"{Seconds():0.0} s");
    }

    private async Task<ClusterTestimony> TradeAsync()
    {
        plan.MakeJournal();
        using var fleet = new ClusterFleet(Nodes, terminal.Interruption);
        try
        {
            fleet.Start(plan.NodeOptions());
            Stage($"nodes {Join(fleet, node => node.Name)} are processes {Join(fleet, node => $"{node.Id}")}");
            return await TradeAsync(fleet);
        }
        finally
        {
            foreach (ClusterNode node in fleet.Nodes)
                File.WriteAllLines(Path.Combine(plan.Folder, $"node-{node.Name}.log"), node.Log);
        }
    }

    private async Task<ClusterTestimony> TradeAsync(ClusterFleet fleet)
    {
        ClusterNode first = await fleet.OwnerAsync(fromEpoch: 1);
        Stage($"node {first.Name} owns the market, epoch {first.Owner!.Epoch}");
        await using var clients = new ClusterClients(
            fleet.Nodes.Select(node => node.Address), plan.Partition, plan.Seed);
        await clients.StartAsync();
        Stage("all makers and takers trade");
        await clients.TradeAsync(plan.Trading, ClusterPlan.CommandsBeforeKill);
        await KillAsync(first, clients.Log);
        ClusterNode second = await fleet.OwnerAsync(first.Owner.Epoch + 1);
        TellRecovery(second);
        await clients.TradeAsync(plan.Trading);
        await clients.StopAsync();
        Stage($"{clients.Log.Count:#,##0} commands are acknowledged, all stop");
        More($"outage: {clients.Log.LongestGap.TotalMilliseconds:#,##0} ms without an answer");
        StateSummary end = await clients.StateAsync();
        return new ClusterTestimony(clients.Log.Entries, end.Sequence, end.Hash);
    }

    private async Task KillAsync(ClusterNode owner, AcknowledgementLog log)
    {
        await owner.KillAsync();
        int acknowledged = log.ForgetGaps();
        Stage($"SIGKILL to node {owner.Name}, process {owner.Id}");
        More($"{acknowledged:#,##0} commands were acknowledged by then");
    }

    private void TellRecovery(ClusterNode owner)
    {
        RecoveryReport recovery = owner.Recovery
            ?? throw new CheckFailedException($"node {owner.Name} does not say what it recovered");
        Stage($"node {owner.Name} owns the market, epoch {owner.Owner!.Epoch}; it recovered");
        More(recovery.Snapshot is { } snapshot
            ? $"from the snapshot at command {snapshot:#,##0}"
            : "from the first record, for there was no snapshot");
        More($"and {recovery.Commands:#,##0} commands in {recovery.Records:#,##0} records after it");
    }

    private static string Join(ClusterFleet fleet, Func<ClusterNode, string> text) =>
        string.Join(", ", fleet.Nodes.Select(text));

    private void Stage(string text) => terminal.Line($"{Seconds(),5:0.0} s  {text}");

    private void More(string text) => terminal.Line($"{"",9}{text}");

    private double Seconds() => Stopwatch.GetElapsedTime(_start).TotalSeconds;
}
