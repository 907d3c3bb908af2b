using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Views.Feed;

/// <summary>
/// Decodes the outcomes of a batch, one at a time into the same memory, and checks each against the batch's header.
/// </summary>
internal sealed class OutcomeDecoder
{
    private readonly Utf8StringPool _pool = new();
    private readonly ApplyOutput _outcome = new();

    /// <summary>The header's own consistency: null, or what is wrong.</summary>
    public static string? CheckHeader(in BatchHeader header)
    {
        if (header.Epoch < 0 || header.Count < 0 || header.PreviousSequence < 0)
            return $"batch header with a negative value: {header}";
        if (header.PreviousSequence > long.MaxValue - int.MaxValue - 1L)
            return $"batch header with sequences out of range: {header}";
        return header.FirstSequence == header.PreviousSequence + 1
            ? null
            : $"batch header whose first sequence does not follow its previous one: {header}";
    }

    /// <summary>
    /// The outcome at an index; it holds until the next call. Null: it is not sound, the error says why.
    /// </summary>
    public ApplyOutput? Decode(PublishedBatch batch, int index, out string? error)
    {
        long sequence = batch.Header.FirstSequence + index;
        var reader = new CanonicalReader(batch.Outcome(index).Span, _pool);
        if (OutcomeCodec.TryRead(ref reader, _outcome))
            reader.ExpectEnd();
        error = reader.Error ?? Compare(batch.Header, sequence);
        if (error is null)
            return _outcome;
        BatchHeader header = batch.Header;
        error = $"outcome {sequence} of batch {header.FirstSequence}..{header.LastSequence}, epoch {header.Epoch}: "
            + error;
        return null;
    }

    private string? Compare(in BatchHeader header, long sequence)
    {
        if (_outcome.Sequence != sequence)
            return $"it says it is {_outcome.Sequence}";
        if (sequence == header.LastSequence && _outcome.Hash != header.Hash)
            return $"its hash is {_outcome.Hash}, the batch's {header.Hash}";
        return null;
    }
}
