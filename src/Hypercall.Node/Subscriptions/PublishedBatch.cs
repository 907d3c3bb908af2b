using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Subscriptions;

/// <summary>
/// Outcomes of consecutive commands as a subscriber gets them: immutable, its own memory. A heartbeat has none.
/// </summary>
public sealed class PublishedBatch
{
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

    /// <summary>The encoded outcome (OutcomeCodec) at <paramref name="index"/>, 0 to Count − 1.</summary>
    public ReadOnlyMemory<byte> Outcome(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Header.Count, nameof(index));
        int position = index + _skipped;
        int start = position == 0 ? 0 : _ends[position - 1];
        return _bytes[start.._ends[position]];
    }

    /// <summary>A copy of the sequencer's batch.</summary>
    internal static PublishedBatch Copy(OutputBatch batch)
    {
        BatchHeader header = batch.Header;
        if (header.Count == 0)
            return new PublishedBatch(header, default, [], 0);
        int length = 0;
        int[] ends = new int[header.Count];
        for (int index = 0; index < header.Count; index++)
            ends[index] = length += batch.OutcomeAt(index).Length;
        byte[] bytes = new byte[length];
        for (int index = 0; index < header.Count; index++)
        {
            ReadOnlyMemory<byte> outcome = batch.OutcomeAt(index);
            outcome.CopyTo(bytes.AsMemory(ends[index] - outcome.Length));
        }

        return new PublishedBatch(header, bytes, ends, 0);
    }

    /// <summary>A batch of outcomes that were encoded again from the journal.</summary>
    internal static PublishedBatch FromJournal(in BatchHeader header, ReadOnlyMemory<byte> bytes, int[] ends) =>
        new(header, bytes, ends, 0);

    /// <summary>The same batch without its first <paramref name="count"/> outcomes.</summary>
    internal PublishedBatch Skip(int count)
    {
        if (count == 0)
            return this;
        long first = Header.FirstSequence + count;
        var header = Header with { FirstSequence = first, Count = Header.Count - count, PreviousSequence = first - 1 };
        return new PublishedBatch(header, _bytes, _ends, _skipped + count);
    }
}
