namespace Hypercall.Actors.Protocol;

/// <summary>Answer to <see cref="TakeSnapshot"/>.</summary>
/// <param name="Token">The request's token.</param>
/// <param name="RecordNumber">The record after which it stands; 0 where it was not taken.</param>
/// <param name="Error">Why it was not taken or not saved; null when it is saved.</param>
public sealed record SnapshotTaken(long Token, long RecordNumber, string? Error) : IHypercallMessage;
