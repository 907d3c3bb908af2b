using Akka.Actor;
using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Ownership;

/// <summary>What a majority of the engine members, and whoever else answered, say.</summary>
/// <param name="Seen">How far they have seen the journal go; null: nobody has seen it.</param>
/// <param name="Clocks">How the own clock compares with theirs.</param>
/// <param name="ComparedAt">When it was compared.</param>
/// <param name="ForeignOwner">Why the journal is another venue's; null where it is not.</param>
/// <param name="MustNameOwner">Whose journal it is cannot be said without the name of its last owner.</param>
internal sealed record MembersHeard(
    JournalMark? Seen, ClockComparison Clocks, HostTime ComparedAt, string? ForeignOwner, bool MustNameOwner)
    : INoSerializationVerificationNeeded;
