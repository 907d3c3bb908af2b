namespace Hypercall.Engine.Domain.Collections;

/// <summary>
/// A value for each of the dense numbers that things of the engine have, default until it is set: what a module keeps
/// of things that are not its own. Grows by chunks, so that no number waits for all others to be copied.
/// </summary>
internal sealed class Numbered<T>
{
    private const int ChunkBits = 8;
    private const int ChunkSize = 1 << ChunkBits;
    private static readonly T? Unset;

    /// <summary>Empty where no number has been set.</summary>
    private T[][] _chunks = [];

    /// <summary>The value of a number; the reference stays good.</summary>
    public ref T this[int number]
    {
        get
        {
            T[][] chunks = _chunks;
            int chunk = number >> ChunkBits;
            int place = number & (ChunkSize - 1);
            T[] values = unchecked((uint)chunk < (uint)chunks.Length) ? chunks[chunk] : [];
            return ref place < values.Length ? ref values[place] : ref Add(chunk)[place];
        }
    }

    /// <summary>The value of a number, for which no room is made; the reference holds until it is set.</summary>
    public ref readonly T? Find(int number)
    {
        int chunk = number >> ChunkBits;
        int place = number & (ChunkSize - 1);
        if (chunk < _chunks.Length && place < _chunks[chunk].Length)
            return ref _chunks[chunk][place]!;
        return ref Unset;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Add(int chunk)
    {
        int count = _chunks.Length;
        if (chunk >= count)
        {
            Array.Resize(ref _chunks, Math.Max(chunk + 1, count * 2));
            _chunks.AsSpan(count).Fill([]);
        }

        return _chunks[chunk] = chunk == 0 ? new T[ChunkSize] : Chunk.Further<T>(ChunkSize);
    }
}
