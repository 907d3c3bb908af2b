namespace Hypercall.Actors.Follower;

/// <summary>A sink cannot go on from what it keeps: its follower is made anew, to show it the journal again.</summary>
/// <param name="message">Why.</param>
/// <param name="cause">What the sink met.</param>
public sealed class SinkContradictedException(string message, Exception? cause = null) : Exception(message, cause);
