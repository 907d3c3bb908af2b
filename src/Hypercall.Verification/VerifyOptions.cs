namespace Hypercall.Verification;

/// <summary>How a journal is verified.</summary>
/// <param name="FromSnapshots">
/// True: from each snapshot to the next and from the last to the end, instead of from record 1.
/// </param>
/// <param name="Cancellation">Breaks it off.</param>
/// <param name="Observer">Sees each command that is executed.</param>
public sealed record VerifyOptions(
    bool FromSnapshots = false, CancellationToken Cancellation = default, IReplayObserver? Observer = null)
{
    /// <summary>Runs before the journal's last record is read; tests have a living owner go on there.</summary>
    internal Action? SnapshotsLoaded { get; init; }
}
