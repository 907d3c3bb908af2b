namespace Hypercall.Sequencer.Recovery;

/// <summary>Sees each command that a replay applies: verification, bisection, views that fold the journal.</summary>
public interface IReplayObserver
{
    /// <summary>One command was applied; <paramref name="output"/> holds until the call returns.</summary>
    void Applied(long recordNumber, in CommandEnvelope envelope, ApplyOutput output);
}
