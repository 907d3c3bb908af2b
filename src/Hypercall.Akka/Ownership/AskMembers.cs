using Akka.Actor;

namespace Hypercall.Actors.Ownership;

/// <summary>Asks a venue's members about a journal and their clocks; answered by <see cref="MembersHeard"/>.</summary>
/// <param name="Epoch">The journal's highest epoch, as recovery or this owner knows it.</param>
/// <param name="Owner">Host of that epoch; null: not looked for yet; empty: nowhere found.</param>
/// <param name="TakesOver">An operator says that this venue is to have the journal, whoever has it.</param>
internal sealed record AskMembers(long Epoch, string? Owner, bool TakesOver) : INoSerializationVerificationNeeded;
