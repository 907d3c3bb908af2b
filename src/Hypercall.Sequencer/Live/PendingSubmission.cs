namespace Hypercall.Sequencer.Live;

/// <summary>One place in the queue.</summary>
internal struct PendingSubmission
{
    public PendingKind Kind;

    /// <summary>In whose share of the queue it waits; null: it is the sequencer's own.</summary>
    public long? Submitter;

    /// <summary>True when repetitions of its request wait for its answer, or may come to.</summary>
    public bool MayBeRepeated;
    public long Token;
    public CommandEnvelope Envelope;

    /// <summary>
    /// The envelope's bytes: those that came in while it waits, then those of its record, with its sequence and time.
    /// </summary>
    public ReadOnlyMemory<byte> Encoded;

    /// <summary>True when it takes a place in a record.</summary>
    public readonly bool IsJournaled => Kind <= PendingKind.OwnTick;

    /// <summary>Bytes that an encoded command takes in a record, the length before it included.</summary>
    public static int LengthInRecord(ReadOnlyMemory<byte> encoded) =>
        JournalRecordCodec.VarUIntLength(encoded.Length) + encoded.Length;

    public void Fill(PendingKind kind, long token, in CommandEnvelope envelope, ReadOnlyMemory<byte> encoded)
    {
        Kind = kind;
        Token = token;
        Envelope = envelope;
        Encoded = encoded;
    }

    /// <summary>Appends the bytes that came in to a record: the only copy of them, and theirs from now on.</summary>
    public void EnterRecord(CanonicalWriter record)
    {
        record.WriteCount(Encoded.Length);
        int start = record.Length;
        EnvelopeCodec.WriteStamped(record, Encoded.Span, Envelope.Sequence, Envelope.TimestampMs);
        Encoded = record.WrittenMemory[start..];
    }
}
