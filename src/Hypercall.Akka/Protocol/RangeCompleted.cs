namespace Hypercall.Actors.Protocol;

/// <summary>All parts of a <see cref="RequestRange"/>'s answer have been sent; they may end before the range.</summary>
/// <param name="Token">The request's token.</param>
public sealed record RangeCompleted(long Token) : IHypercallMessage;
