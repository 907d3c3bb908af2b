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
    private T[]?[] _chunks = [];

    /// <summary>The value of a number; the reference stays good.</summary>
    public ref T this[int number]
    {
        get
        {
            T[]?[] chunks = _chunks;
            int chunk = number >> ChunkBits;
            T[] values = chunk < chunks.Length && chunks[chunk] is { } known ? known : Add(chunk);
            return ref values[number & (ChunkSize - 1)];
        }
    }

    /// <summary>The value of a number, for which no room is made; the reference holds until it is set.</summary>
    public ref readonly T? Find(int number)
    {
        int chunk = number >> ChunkBits;
        if (chunk < _chunks.Length && _chunks[chunk] is { } values)
            return ref values[number & (ChunkSize - 1)]!;
        return ref Unset;
    }

    private T[] Add(int chunk)
    {
        if (chunk >= _chunks.Length)
            Array.Resize(ref _chunks, Math.Max(chunk + 1, _chunks.Length * 2));
        return _chunks[chunk] = chunk == 0 ? new T[ChunkSize] : Chunk.Further<T>(ChunkSize);
    }
}
