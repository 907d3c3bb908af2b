namespace Hypercall.Sequencer.Live;

/// <summary>
/// Encodes the outcomes of one record, once, into memory of their own, which answers and the published batch share:
/// nothing that was written is ever written over.
/// </summary>
/// <param name="header">The place of the first outcome.</param>
/// <param name="mostOutcomes">Most outcomes to come.</param>
/// <param name="bytesExpected">About how many bytes they take.</param>
internal sealed class BatchWriter(BatchHeader header, int mostOutcomes, int bytesExpected)
{
    private readonly CanonicalWriter _bytes = new(bytesExpected);
    private readonly int[] _ends = new int[mostOutcomes];
    private BatchHeader _header = header;

    /// <summary>Encodes the next outcome.</summary>
    /// <returns>Its bytes, which hold for ever.</returns>
    public ReadOnlyMemory<byte> Append(ApplyOutput output)
    {
        int start = _bytes.Length;
        OutcomeCodec.Write(_bytes, output);
        _ends[_header.Count] = _bytes.Length;
        _header = _header with { Count = _header.Count + 1, Hash = output.Hash };
        return _bytes.WrittenMemory[start..];
    }

    /// <summary>The batch of all outcomes.</summary>
    public PublishedBatch Complete() => PublishedBatch.FromOutcomes(
        _header, _bytes.WrittenMemory, _header.Count == _ends.Length ? _ends : _ends[.._header.Count]);
}
