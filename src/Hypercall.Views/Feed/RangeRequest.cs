namespace Hypercall.Views.Feed;

/// <summary>A missing range that a feed asks its host for. At most one is open at a time.</summary>
/// <param name="Id">Names the request in its answer; an answer to an older request is ignored.</param>
/// <param name="FirstSequence">First sequence wanted.</param>
/// <param name="LastSequence">Last sequence wanted; more may be given.</param>
public readonly record struct RangeRequest(long Id, long FirstSequence, long LastSequence, RangeSource Source);
