namespace Hypercall.Sequencer.Recovery;

/// <summary>Sees each command that a replay applies: verification, bisection, views that fold the journal.</summary>
public interface IReplayObserver
{
    /// <summary>A command was applied.</summary>
    /// <param name="output">What it did; holds until the call returns.</param>
    void Applied(in CommandEnvelope envelope, ApplyOutput output, ExchangeEngine engine);
}
