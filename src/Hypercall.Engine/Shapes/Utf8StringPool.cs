using System.Diagnostics.CodeAnalysis;

namespace Hypercall.Engine.Shapes;

/// <summary>
/// Remembers strings by their UTF-8 bytes so that symbols which come again and again are not allocated again on
/// decoding. A direct-mapped cache of fixed size: a newer string takes an older one's place. Not thread-safe.
/// </summary>
public sealed class Utf8StringPool
{
    private const int Slots = 4096;
    private const int MaxBytes = 64;
    private readonly byte[]?[] _keys = new byte[]?[Slots];
    private readonly string?[] _values = new string?[Slots];
    private int _last;

    internal bool TryGet(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (bytes.Length > MaxBytes)
            return false;
        // What was found last is asked for again more often than not.
        if (!IsAt(_last, bytes))
        {
            int slot = Slot(bytes);
            if (!IsAt(slot, bytes))
                return false;
            _last = slot;
        }

        value = _values[_last]!;
        return true;
    }

    internal void Add(ReadOnlySpan<byte> bytes, string value)
    {
        if (bytes.Length > MaxBytes)
            return;
        int slot = Slot(bytes);
        _keys[slot] = bytes.ToArray();
        _values[slot] = value;
    }

    private bool IsAt(int slot, ReadOnlySpan<byte> bytes) => _keys[slot] is { } key && bytes.SequenceEqual(key);

    private static int Slot(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037UL;
        foreach (byte b in bytes)
            hash = unchecked((hash ^ b) * 1099511628211UL);
        return (int)((hash ^ (hash >> 32)) & (Slots - 1));
    }
}
