namespace Hypercall.Actors.Protocol;

/// <summary>The ring does not hold the range of a <see cref="RequestRange"/>; nothing of it was sent.</summary>
/// <param name="Token">The request's token.</param>
public sealed record RangeUnavailable(long Token) : IHypercallMessage;
