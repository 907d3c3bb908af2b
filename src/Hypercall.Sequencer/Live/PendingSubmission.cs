using Hypercall.Engine.Commands;

namespace Hypercall.Sequencer.Live;

/// <summary>One place in the queue.</summary>
internal struct PendingSubmission
{
    public PendingKind Kind;
    public int SubmitterSlot;
    public int EncodedLength;
    public long Token;
    public CommandEnvelope Envelope;

    /// <summary>True when it takes a place in a record.</summary>
    public readonly bool IsJournaled => Kind <= PendingKind.OwnTick;
}
