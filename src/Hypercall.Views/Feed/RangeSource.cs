namespace Hypercall.Views.Feed;

/// <summary>Where a missing range is to be fetched.</summary>
public enum RangeSource : byte
{
    /// <summary>The owner's ring of recent batches: cheap, and only what is recent.</summary>
    Ring,

    /// <summary>The journal, run through an engine of the view's own: everything there ever was.</summary>
    Journal,
}
