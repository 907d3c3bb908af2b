namespace Hypercall.Sequencer.Recovery;

/// <summary>
/// The state hashes at a replay's last record boundaries: what others say they have seen is held against them.
/// </summary>
internal sealed class PassedBoundaries
{
    private const int Kept = 4_096;
    private readonly Queue<Boundary> _boundaries = new();

    private readonly record struct Boundary(long Sequence, Hash256 KnownHash, HashMark? Mark)
    {
        public Hash256 Hash => Mark is null ? KnownHash : Mark.Hash;
    }

    /// <summary>Starts anew.</summary>
    public void Clear() => _boundaries.Clear();

    /// <summary>The replay stands at a boundary.</summary>
    /// <param name="sequence">The last command before it.</param>
    /// <param name="hash">The hash there, where <paramref name="mark"/> is null.</param>
    /// <param name="mark">Where the hash is to be had later.</param>
    public void Add(long sequence, Hash256 hash, HashMark? mark)
    {
        if (_boundaries.Count == Kept)
            _boundaries.Dequeue();
        _boundaries.Enqueue(new Boundary(sequence, hash, mark));
    }

    /// <summary>The hash after a command, or null where no boundary that is kept lies there.</summary>
    public Hash256? HashAfter(long sequence)
    {
        foreach (Boundary boundary in _boundaries)
        {
            if (boundary.Sequence == sequence)
                return boundary.Hash;
        }

        return null;
    }
}
