namespace Hypercall.Actors.Protocol;

/// <summary>Answer to <see cref="SkipCommand"/>.</summary>
/// <param name="Token">The request's token.</param>
/// <param name="Error">Why it was not taken; null when it is stored.</param>
public sealed record SkipAnswer(long Token, string? Error) : IHypercallMessage;
