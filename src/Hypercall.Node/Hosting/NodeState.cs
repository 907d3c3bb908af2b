namespace Hypercall.Node.Hosting;

/// <summary>Where a node is in its life.</summary>
public enum NodeState : byte
{
    /// <summary>Reading snapshot and journal, or writing the fence; nothing is taken.</summary>
    Recovering,

    /// <summary>Taking commands.</summary>
    Ready,

    /// <summary>Finishing what is queued; nothing more is taken.</summary>
    Stopping,

    /// <summary>Ended, for the cause in <see cref="NodeHealth.Stop"/>.</summary>
    Stopped,
}

/// <summary>A node's health at one moment.</summary>
/// <param name="State">Where it is in its life.</param>
/// <param name="Epoch">Its epoch once ready, else the journal's highest so far.</param>
/// <param name="Sequence">Last command applied.</param>
/// <param name="Stop">Why it stopped, or null.</param>
/// <param name="Warnings">What it went on after, the latest last, at most <see cref="MostWarnings"/>.</param>
public sealed record NodeHealth(
    NodeState State, long Epoch, long Sequence, NodeStop? Stop, IReadOnlyList<string> Warnings)
{
    /// <summary>Most warnings kept.</summary>
    public const int MostWarnings = 100;
}
