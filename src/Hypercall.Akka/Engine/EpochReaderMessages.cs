namespace Hypercall.Actors.Engine;

/// <summary>Tells an <see cref="EpochReader"/> to read now; answered by <see cref="EpochRead"/>.</summary>
/// <param name="FromRecord">The last record known to be durable.</param>
/// <param name="Earlier">One before it, to be read too; 0: none.</param>
internal sealed record ReadEpoch(long FromRecord, long Earlier = 0) : INoSerializationVerificationNeeded;

/// <summary>Answer to <see cref="ReadEpoch"/>.</summary>
/// <param name="Found">What stands there; no epoch where no sound record does.</param>
/// <param name="Tries">Reads it took.</param>
internal sealed record EpochRead(JournalObservation Found, int Tries) : INoSerializationVerificationNeeded;

/// <summary>An <see cref="EpochReader"/> could not read, and tries again.</summary>
internal sealed record EpochUnread(string Detail) : INoSerializationVerificationNeeded;
