using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// The encoded outcomes of one record, for views. The sequencer owns it and uses its memory again: it holds until the
/// call that hands it over returns, so a host copies what it keeps.
/// </summary>
public sealed class OutputBatch
{
    private readonly CanonicalWriter _bytes = new(4096);
    private int[] _ends = new int[64];

    internal OutputBatch()
    {
    }

    /// <summary>Its place in the stream.</summary>
    public BatchHeader Header { get; private set; }

    /// <summary>All outcomes, one after the other; each ends itself (<see cref="OutcomeCodec"/>).</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>Most bytes the batch has ever held: what it costs to keep.</summary>
    internal int HighWaterBytes { get; private set; }

    /// <summary>The encoded outcome at <paramref name="index"/>.</summary>
    public ReadOnlyMemory<byte> OutcomeAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Header.Count, nameof(index));
        int start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.WrittenMemory[start.._ends[index]];
    }

    /// <summary>Begins anew behind a sequence.</summary>
    internal void Begin(long epoch, long previousSequence, Hash256 hash)
    {
        _bytes.Reset();
        Header = new BatchHeader(epoch, previousSequence + 1, 0, previousSequence, hash);
    }

    /// <summary>Appends the next outcome.</summary>
    /// <returns>Its bytes; they hold until the next Append.</returns>
    internal ReadOnlyMemory<byte> Append(ApplyOutput output)
    {
        int start = _bytes.Length;
        int count = Header.Count;
        OutcomeCodec.Write(_bytes, output);
        if (count == _ends.Length)
            Array.Resize(ref _ends, count * 2);
        _ends[count] = _bytes.Length;
        Header = Header with { Count = count + 1, Hash = output.Hash };
        HighWaterBytes = Math.Max(HighWaterBytes, _bytes.Length);
        return _bytes.WrittenMemory[start..];
    }
}
