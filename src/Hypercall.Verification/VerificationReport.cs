namespace Hypercall.Verification;

/// <summary>What a verification found.</summary>
/// <param name="RecordsReplayed">Records read and executed.</param>
/// <param name="CommandsReplayed">Commands executed.</param>
/// <param name="LastSequence">Last command executed.</param>
/// <param name="Hash">Recomputed state hash after it.</param>
/// <param name="Epoch">Highest epoch seen.</param>
/// <param name="SnapshotsCompared">Snapshots that were compared with the recomputed state.</param>
/// <param name="RecordsNotCrossChecked">
/// Records at the end after the last recorded hash: executed, not cross-checked.
/// </param>
/// <param name="FirstSequence">First command executed: 1, or later when the run began at a snapshot.</param>
/// <param name="Difference">The first difference, or null when everything agrees.</param>
public sealed record VerificationReport(
    long RecordsReplayed,
    long CommandsReplayed,
    long LastSequence,
    Hash256 Hash,
    long Epoch,
    int SnapshotsCompared,
    int RecordsNotCrossChecked,
    long FirstSequence,
    VerificationDifference? Difference)
{
    /// <summary>True when nothing differs.</summary>
    public bool Sound => Difference is null;
}

/// <summary>The first thing that is not as it must be.</summary>
/// <param name="File">Which file.</param>
/// <param name="RecordNumber">Which record or snapshot, where it is known.</param>
/// <param name="Sequence">Which command, where it is known.</param>
/// <param name="Component">Which component of the state, where it is known.</param>
/// <param name="What">A sentence.</param>
public sealed record VerificationDifference(
    string File, long? RecordNumber, long? Sequence, string? Component, string What)
{
    /// <summary>One line with all of it.</summary>
    public override string ToString()
    {
        string record = RecordNumber is { } number ? $", record {number}" : "";
        string sequence = Sequence is { } command ? $", sequence {command}" : "";
        string component = Component is null ? "" : $", component {Component}";
        return $"'{File}'{record}{sequence}{component}: {What}";
    }
}
