using System.Text.RegularExpressions;

namespace Hypercall.Cli.Demo.Cluster;

/// <summary>Who owns the partition, as a node says that it has heard.</summary>
/// <param name="Port">The owner's port.</param>
/// <param name="Epoch">The epoch that it writes in.</param>
internal sealed record OwnerReport(int Port, long Epoch);

/// <summary>What a node recovered before it became the owner.</summary>
/// <param name="Commands">Commands that it executed again.</param>
/// <param name="Records">Records in which these stood.</param>
/// <param name="Snapshot">Last command of the snapshot that it began with; null: there was none.</param>
internal sealed record RecoveryReport(long Commands, long Records, long? Snapshot);

/// <summary>Reads from a node's log what the demonstration waits for.</summary>
internal static partial class ClusterReports
{
    /// <summary>The owner that a line names as ready, or null.</summary>
    public static OwnerReport? Owner(string line) => OwnerLine().Match(line) is { Success: true } match
        ? new OwnerReport((int)Number(match, "port")!, Number(match, "epoch")!.Value)
        : null;

    /// <summary>The recovery of which a line tells, or null.</summary>
    public static RecoveryReport? Recovery(string line) => RecoveryLine().Match(line) is { Success: true } match
        ? new RecoveryReport(
            Number(match, "commands")!.Value, Number(match, "records")!.Value, Number(match, "snapshot"))
        : null;

    private static long? Number(Match match, string group) => match.Groups[group] is { Success: true } found
        ? long.Parse(found.ValueSpan, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"partition \S+ is Ready at \S+:(?<port>\d+), epoch (?<epoch>\d+),")]
    private static partial Regex OwnerLine();

    [GeneratedRegex(@": recovered (?<commands>\d+) commands in (?<records>\d+) records from "
        + @"(the snapshot at (?<snapshot>\d+)|the first record), sequence \d+")]
    private static partial Regex RecoveryLine();
}
