namespace Hypercall.Engine.State;

/// <summary>
/// The highest <see cref="Capacity"/> nonces a signer has used. A nonce is spent once; with a full set it must be
/// greater than the smallest one kept. A value, so that it lies with its signer.
/// </summary>
internal struct BoundedNonceSet()
{
    /// <summary>Nonces kept per signer (public behaviour of the original).</summary>
    public const int Capacity = 100;

    private const int LeastRing = 4;
    private const int GrowthFactor = 8;

    /// <summary>A power of two that holds <see cref="Capacity"/>.</summary>
    private const int MostRing = 128;

    private long[] _ring = new long[LeastRing];
    private int _head;
    private long _highest = long.MinValue;

    public int Count { get; private set; } = 0;

    /// <summary>The greatest nonce kept; there must be one.</summary>
    public readonly long Highest => _highest;

    /// <summary>The nonce at a rank, ascending.</summary>
    public readonly long this[int rank] => _ring[(_head + rank) & (_ring.Length - 1)];

    /// <summary>True when the nonce is among those kept.</summary>
    public readonly bool Contains(long nonce)
    {
        if (nonce > _highest)
            return false;
        int rank = RankOf(nonce);
        return rank < Count && this[rank] == nonce;
    }

    /// <summary>True when the set is full and the nonce is not greater than the smallest kept.</summary>
    public readonly bool IsTooLow(long nonce) => nonce <= _highest && Count == Capacity && nonce <= this[0];

    /// <summary>Spends a nonce that is neither contained nor too low.</summary>
    public void Add(long nonce)
    {
        int rank = nonce > _highest ? Count : RankOf(nonce);
        _highest = Math.Max(_highest, nonce);
        if (Count == Capacity)
        {
            _head = (_head + 1) & (_ring.Length - 1);
            Count--;
            rank--;
        }
        else if (Count == _ring.Length)
        {
            Grow();
        }

        for (int i = Count; i > rank; i--)
            _ring[(_head + i) & (_ring.Length - 1)] = this[i - 1];
        _ring[(_head + rank) & (_ring.Length - 1)] = nonce;
        Count++;
    }

    /// <summary>Number of kept nonces smaller than <paramref name="nonce"/>.</summary>
    private readonly int RankOf(long nonce)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (this[middle] < nonce)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Grow()
    {
        var ring = new long[Math.Min(_ring.Length * GrowthFactor, MostRing)];
        for (int i = 0; i < Count; i++)
            ring[i] = this[i];
        _ring = ring;
        _head = 0;
    }
}
