namespace Hypercall.Cli.Output;

/// <summary>What is shown of outcomes as they come; called from one thread.</summary>
internal interface IWatchDisplay
{
    /// <summary>True where earlier outcomes are wanted too, as far as the owner still has them.</summary>
    bool NeedsHistory { get; }

    /// <summary>The next outcome; it holds until this returns.</summary>
    /// <returns>How many things were shown.</returns>
    int Take(ApplyOutput outcome);

    /// <summary>All that has come so far was given.</summary>
    /// <param name="sequence">Last command of it.</param>
    /// <returns>How many things were shown.</returns>
    int Show(long sequence);

    /// <summary>These outcomes are not to be had any more.</summary>
    void PassedOver(long first, long last);
}
