using Akka.Actor;

namespace Hypercall.Actors.Follower;

/// <summary>Rows of a journal, in order.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Rows">The rows: fewer than asked for at the journal's end.</param>
internal sealed record JournalRows(ReadRows Request, IReadOnlyList<JournalRow> Rows)
    : INoSerializationVerificationNeeded
{
    /// <summary>True when the journal had no more when it was read.</summary>
    public bool IsEnd => Rows.Count < Request.Count;
}
