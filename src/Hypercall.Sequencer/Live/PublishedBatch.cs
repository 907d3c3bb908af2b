namespace Hypercall.Sequencer.Live;

/// <summary>
/// Outcomes of consecutive commands as a subscriber gets them: immutable, its own memory. The sequencer makes one of
/// each record, a view makes it anew from the journal. A heartbeat has no outcome.
/// </summary>
public sealed class PublishedBatch : IRecordShape<PublishedBatch>
{
    private const byte Version = 1;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int[] _ends;
    private readonly int _skipped;

    private PublishedBatch(in BatchHeader header, ReadOnlyMemory<byte> bytes, int[] ends, int skipped)
    {
        Header = header;
        _bytes = bytes;
        _ends = ends;
        _skipped = skipped;
    }

    /// <summary>Its place in the stream.</summary>
    public BatchHeader Header { get; }

    /// <summary>Bytes of all its outcomes.</summary>
    public int ByteCount => Header.Count == 0 ? 0 : _ends[_skipped + Header.Count - 1] - StartOf(_skipped);

    /// <summary>The encoded outcome (OutcomeCodec) at <paramref name="index"/>, 0 to Count − 1.</summary>
    public ReadOnlyMemory<byte> Outcome(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Header.Count, nameof(index));
        int position = index + _skipped;
        return _bytes[StartOf(position).._ends[position]];
    }

    /// <summary>A batch of outcomes that are encoded already.</summary>
    /// <param name="header">Its place; Count outcomes that follow PreviousSequence.</param>
    /// <param name="bytes">All outcomes, one after the other; kept, so the caller no longer writes to it.</param>
    /// <param name="ends">End of each outcome in <paramref name="bytes"/>, ascending; kept as well.</param>
    /// <exception cref="ArgumentException">Header, ends and bytes do not belong together.</exception>
    public static PublishedBatch FromOutcomes(in BatchHeader header, ReadOnlyMemory<byte> bytes, int[] ends)
    {
        if (header.Count != ends.Length || header.FirstSequence != header.PreviousSequence + 1)
            throw new ArgumentException($"the header does not describe {ends.Length} outcomes: {header}");
        if ((ends.Length == 0 ? 0 : ends[^1]) != bytes.Length)
            throw new ArgumentException($"the outcomes do not end with the {bytes.Length} bytes");
        return new PublishedBatch(header, bytes, ends, 0);
    }

    /// <summary>The same outcomes in batches of so many bytes at most; one that is larger alone has its own.</summary>
    /// <exception cref="FormatException">The bytes of an outcome are not one.</exception>
    public IReadOnlyList<PublishedBatch> Split(int mostBytes)
    {
        if (ByteCount <= mostBytes)
            return [this];
        var parts = new List<PublishedBatch>();
        int from = 0;
        int bytes = 0;
        for (int index = 0; index < Header.Count; index++)
        {
            int length = Outcome(index).Length;
            if (index > from && bytes + length > mostBytes)
            {
                parts.Add(Part(from, index));
                (from, bytes) = (index, 0);
            }

            bytes += length;
        }

        parts.Add(Part(from, Header.Count));
        return parts;
    }

    private PublishedBatch Part(int from, int end)
    {
        long first = Header.FirstSequence + from;
        Hash256 hash = end == Header.Count ? Header.Hash : HashAfter(end - 1);
        return new PublishedBatch(
            new BatchHeader(Header.Epoch, first, end - from, first - 1, hash), _bytes, _ends, _skipped + from);
    }

    private Hash256 HashAfter(int index)
    {
        var reader = new CanonicalReader(Outcome(index).Span);
        var outcome = new ApplyOutput();
        return OutcomeCodec.TryRead(ref reader, outcome)
            ? outcome.Hash
            : throw new FormatException($"outcome {Header.FirstSequence + index} cannot be read: {reader.Error}");
    }

    /// <inheritdoc/>
    public static PublishedBatch Blank { get; } = new(default, default, [], 0);

    /// <summary>
    /// Version, epoch, previous sequence, hash, count, the length of each outcome, then the outcomes as they are.
    /// </summary>
    public static PublishedBatch Walk<V>(ref V v, in PublishedBatch b)
        where V : struct, IByteFields, allows ref struct
    {
        byte version = v.Tag("batch version", Version, byte.MaxValue);
        if (version != Version)
            v.Require(false, $"batch version {version} is unknown");
        long epoch = v.Int64("epoch", b.Header.Epoch, 0, long.MaxValue);
        long previous = v.Int64("previous sequence", b.Header.PreviousSequence, 0, long.MaxValue - int.MaxValue);
        Hash256 hash = v.Hash("hash", b.Header.Hash);
        int[] ends = WalkEnds(ref v, b, out int length);
        ReadOnlyMemory<byte> outcomes = v.Bytes("outcomes", b._bytes.Slice(b.StartOf(b._skipped), b.ByteCount), length);
        return V.Makes && !v.Failed
            ? new PublishedBatch(new BatchHeader(epoch, previous + 1, ends.Length, previous, hash), outcomes, ends, 0)
            : b;
    }

    private static int[] WalkEnds<V>(ref V v, PublishedBatch b, out int length)
        where V : struct, IByteFields, allows ref struct
    {
        int[] ends = new int[v.Count("outcome", b.Header.Count, int.MaxValue, 1)];
        long end = 0;
        for (int index = 0; index < ends.Length && !v.Failed; index++)
        {
            end += v.Count("outcome byte", V.Makes ? 0 : b.Outcome(index).Length, int.MaxValue, 1);
            v.Require(end <= int.MaxValue, "outcomes do not fit");
            ends[index] = (int)Math.Min(end, int.MaxValue);
        }

        length = v.Failed ? 0 : (int)end;
        return ends;
    }

    private int StartOf(int position) => position == 0 ? 0 : _ends[position - 1];
}
