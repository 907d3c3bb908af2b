namespace Hypercall.Sequencer.Recovery;

/// <summary>Answer to a snapshot or record given to recovery.</summary>
/// <param name="Action">What to do next.</param>
/// <param name="Sequence">The command it speaks of, or the last one applied.</param>
/// <param name="Error">A sentence that names record and sequence, or null with Continue.</param>
public readonly record struct ReplayVerdict(ReplayAction Action, long RecordNumber, long Sequence, string? Error)
{
    /// <summary>True unless something was refused.</summary>
    public bool Accepted => Action == ReplayAction.Continue;
}
