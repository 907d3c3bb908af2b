namespace Hypercall.Actors.Engine.Reports;

/// <summary>The partition's skip records are read: all there are, in the order in which they were made.</summary>
/// <param name="Ledger">The ledger's actor, for a further one.</param>
internal sealed record SkipsLoaded(IActorRef Ledger, IReadOnlyList<SkipRecord> Skips)
    : INoSerializationVerificationNeeded;

/// <summary>The partition's skip records could not be read; the ledger stops.</summary>
/// <param name="Reason">JournalUnreadable, or RecoveryRefused where another try would find the same.</param>
internal sealed record SkipsUnreadable(StopReason Reason, string Detail) : INoSerializationVerificationNeeded;

/// <summary>A skip record was stored, or could not be.</summary>
/// <param name="Command">The operator's request.</param>
/// <param name="Operator">Who made it.</param>
/// <param name="Skips">All skip records now.</param>
/// <param name="Error">Why it was not stored; null when it is.</param>
internal sealed record SkipStored(
    SkipCommand Command, IActorRef Operator, IReadOnlyList<SkipRecord> Skips, string? Error)
    : INoSerializationVerificationNeeded;
