using Hypercall.Engine.Commands;

namespace Hypercall.Sequencer.Live;

/// <summary>One place in the queue.</summary>
internal struct PendingSubmission
{
    public PendingKind Kind;
    public int SubmitterSlot;
    public int EncodedLength;

    /// <summary>True when repetitions of its request wait for its answer, or may come to.</summary>
    public bool MayBeRepeated;
    public long Token;
    public CommandEnvelope Envelope;

    /// <summary>True when it takes a place in a record.</summary>
    public readonly bool IsJournaled => Kind <= PendingKind.OwnTick;
}
