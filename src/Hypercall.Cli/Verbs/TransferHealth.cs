using Hypercall.Actors.Transfers;
using Hypercall.Gateway.Reads;

namespace Hypercall.Cli.Verbs;

/// <summary>The part of <c>hypercall health</c> that says which transfers wait for an operator.</summary>
internal static class TransferHealth
{
    /// <summary>
    /// A line for each stuck transfer, one for desks that are silent, with node and cause, or one where nobody answers;
    /// nothing where all is well.
    /// </summary>
    /// <param name="patience">How long one question waits.</param>
    /// <param name="limit">How long it is asked again: the desks' node may just have left.</param>
    public static async Task<int> ReportAsync(
        ClusterConnection connection, TimeSpan patience, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        StuckTransfers? stuck;
        do
            stuck = await connection.Contacts.TryAskAsync<StuckTransfers>(new QueryTransfers(0), patience);
        while (stuck is null && Stopwatch.GetElapsedTime(start) < limit);
        if (stuck is null)
        {
            Console.Out.WriteLine("transfers: no answer");
            return ExitCode.CheckFailed;
        }

        foreach (StuckTransfer transfer in stuck.Transfers)
        {
            Console.Out.WriteLine(
                $"transfer {transfer.Id} from {transfer.From} to {transfer.To} is stuck: {transfer.Step} "
                + $"{transfer.Number} was answered {transfer.Code}; {transfer.Amount} of {transfer.Wallet}");
        }

        if (stuck.SilentDesks > 0)
        {
            PartitionStanding? desks = await connection.AskDesksAsync(patience);
            Console.Out.WriteLine(Silent(stuck.SilentDesks, desks?.Owner, desks?.Health));
        }

        return stuck.Transfers.Count + stuck.SilentDesks == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    /// <summary>What is said of desks that do not answer.</summary>
    /// <param name="node">Where they run; null: unknown.</param>
    /// <param name="health">How they are; null: unknown.</param>
    internal static string Silent(int count, string? node, PartitionHealth? health)
    {
        string where = node is null ? "" : $" at {node}";
        string cause = health is { State: not PartitionState.Ready, Stop: { } stop }
            ? $": {stop.Reason} {OneLine.Of(stop.Detail)}"
            : "";
        return $"{count} transfer desk(s) do not answer{where}{cause}";
    }
}
