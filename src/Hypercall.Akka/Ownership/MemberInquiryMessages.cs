namespace Hypercall.Actors.Ownership;

/// <summary>Asks a venue's members about a journal and their clocks; answered by <see cref="MembersHeard"/>.</summary>
/// <param name="Epoch">The journal's highest epoch, as recovery or this owner knows it.</param>
/// <param name="Owner">Host of that epoch; null: not looked for yet; empty: nowhere found.</param>
/// <param name="TakesOver">An operator says that this venue is to have the journal, whoever has it.</param>
internal sealed record AskMembers(long Epoch, string? Owner, bool TakesOver) : INoSerializationVerificationNeeded;

/// <summary>What a majority of the engine members, and whoever else answered, say.</summary>
/// <param name="Seen">How far they have seen the journal go; null: nobody has seen it.</param>
/// <param name="Clocks">How the own clock compares with theirs.</param>
/// <param name="ComparedAt">When it was compared.</param>
/// <param name="ForeignOwner">Why the journal is another venue's; null where it is not.</param>
/// <param name="MustNameOwner">Whose journal it is cannot be said without the name of its last owner.</param>
internal sealed record MembersHeard(
    JournalMark? Seen, ClockComparison Clocks, HostTime ComparedAt, string? ForeignOwner, bool MustNameOwner)
    : INoSerializationVerificationNeeded;
