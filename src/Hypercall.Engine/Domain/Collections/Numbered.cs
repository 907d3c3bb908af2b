using System.Numerics;

namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// A value for each of the dense numbers that things of the engine have, default until it is set: what a module keeps
/// of things that are not its own. The first ones, all that most engines have, stand in one array, which doubles; those
/// behind them in chunks, so that no number waits for all others to be copied.
/// </summary>
internal sealed class Numbered<T>
{
    private const int Least = 1 << 8;
    private const int FirstSize = 1 << 14;
    private const int ChunkBits = 8;
    private const int ChunkSize = 1 << ChunkBits;
    private static readonly T? Unset;

    private T[] _first = [];

    /// <summary>By chunk, empty where none of its numbers has been set.</summary>
    private T[][] _later = [];

    /// <summary>The value of a number; the reference holds until a number is set for the first time.</summary>
    public ref T this[int number]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            T[] first = _first;
            if (unchecked((uint)number < (uint)first.Length))
                return ref first[number];
            return ref Later(number);
        }
    }

    /// <summary>The value of a number, for which no room is made; the reference holds as long.</summary>
    public ref readonly T? Find(int number)
    {
        T[] first = _first;
        if (unchecked((uint)number < (uint)first.Length))
            return ref first[number]!;
        T[] chunk = number < FirstSize ? [] : ChunkAt(number);
        if (chunk.Length == 0)
            return ref Unset;
        return ref chunk[number & (ChunkSize - 1)]!;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref T Later(int number)
    {
        if (number < FirstSize)
        {
            GrowFirst(number);
            return ref _first[number];
        }

        T[] chunk = ChunkAt(number);
        return ref (chunk.Length == 0 ? Add(number) : chunk)[number & (ChunkSize - 1)];
    }

    private static int ChunkOf(int number) => (number - FirstSize) >> ChunkBits;

    private T[] ChunkAt(int number)
    {
        T[][] later = _later;
        int chunk = ChunkOf(number);
        return chunk < later.Length ? later[chunk] : [];
    }

    private void GrowFirst(int number)
    {
        T[] before = _first;
        int length = Math.Max(Least, (int)BitOperations.RoundUpToPowerOf2((uint)number + 1));
        _first = length == Least ? new T[length] : Chunk.Further<T>(length);
        before.CopyTo(_first, 0);
    }

    private T[] Add(int number)
    {
        int chunk = ChunkOf(number);
        int count = _later.Length;
        if (chunk >= count)
        {
            Array.Resize(ref _later, Math.Max(chunk + 1, count * 2));
            _later.AsSpan(count).Fill([]);
        }

        return _later[chunk] = Chunk.Further<T>(ChunkSize);
    }
}
