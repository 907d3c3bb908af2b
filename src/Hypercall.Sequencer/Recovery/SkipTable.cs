namespace Hypercall.Sequencer.Recovery;

/// <summary>The operator's skips of one engine, in order of sequence.</summary>
internal sealed class SkipTable
{
    private readonly long[] _sequences;

    /// <exception cref="ArgumentException">A skip is for another engine.</exception>
    public SkipTable(string? engineId, IReadOnlyList<SkipRecord> skips)
    {
        var sequences = new SortedSet<long>();
        foreach (SkipRecord skip in skips)
        {
            if (engineId is not null && skip.EngineId != engineId)
                throw new ArgumentException($"a skip is for engine '{skip.EngineId}', not '{engineId}'", nameof(skips));
            sequences.Add(skip.Sequence);
        }

        _sequences = [.. sequences];
    }

    /// <summary>True when that command is to be skipped.</summary>
    public bool Contains(long sequence) => _sequences.Length != 0 && Array.BinarySearch(_sequences, sequence) >= 0;

    /// <summary>The skips up to a sequence, ascending.</summary>
    public IReadOnlyList<long> UpTo(long sequence) => Array.FindAll(_sequences, skip => skip <= sequence);

    /// <summary>The last skip, 0 without any.</summary>
    public long Last => _sequences.Length == 0 ? 0 : _sequences[^1];
}
