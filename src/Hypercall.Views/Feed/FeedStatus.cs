namespace Hypercall.Views.Feed;

/// <summary>Where a view stands; the host shows it to its subscribers.</summary>
public enum FeedStatus : byte
{
    /// <summary>Nothing heard from the owner yet: what is missing is not known.</summary>
    Waiting,

    /// <summary>Something that was published is missing; it has been asked for, or will be.</summary>
    CatchingUp,

    /// <summary>The view holds everything that it has heard of.</summary>
    Ready,

    /// <summary>
    /// The owner's hash differs from the one that the view's content ends with, at the same sequence: one of them is
    /// wrong. The feed takes nothing more; the host starts a view anew and raises the alarm.
    /// </summary>
    Diverged,
}
