namespace Hypercall.Views.Feed;

/// <summary>
/// What a <see cref="ViewFeed"/> tells its host, from within the call that caused it. The host must not call the feed
/// from here.
/// </summary>
public interface IViewFeedEffects
{
    /// <summary>The next outcome: each sequence once, in order, none left out. It holds until this returns.</summary>
    void Apply(ApplyOutput outcome);

    /// <summary>What could be applied is applied, up to this sequence: the moment to fan out changes.</summary>
    void Applied(long lastSequence);

    /// <summary>
    /// Fetch a range, then answer with <see cref="ViewFeed.Deliver"/> per batch and <see cref="ViewFeed.Complete"/>, or
    /// with <see cref="ViewFeed.Fail"/>. An answer must come in any case: the host watches the time.
    /// </summary>
    void RequestRange(in RangeRequest request);

    /// <summary>The status differs from the last one told (the first is Waiting).</summary>
    void StatusChanged(FeedStatus status);

    /// <summary>A batch was not sound, or contradicts the view: what and where. For the log.</summary>
    void Refused(string error);
}
