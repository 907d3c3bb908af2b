namespace Hypercall.Actors.Follower;

/// <summary>To a follower of this system: how does it stand? Answered by <see cref="FollowerStatus"/>.</summary>
public sealed class QueryFollower;
