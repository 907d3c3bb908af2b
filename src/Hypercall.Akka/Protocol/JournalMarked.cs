using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Protocol;

/// <summary>
/// Tells a venue's members how far a partition's journal has come; they remember it for whoever takes over.
/// </summary>
/// <param name="Partition">The market partition.</param>
/// <param name="Mark">How far.</param>
/// <param name="Replaces">
/// True: whatever was seen beyond it is lost, an operator has accepted that, and it is to be forgotten.
/// </param>
public sealed record JournalMarked(string Partition, JournalMark Mark, bool Replaces) : IHypercallMessage;
