namespace Hypercall.Sequencer.Recovery;

/// <summary>
/// Contents of some commands, each behind a gap that takes the hash before it. Used by one thread at a time.
/// </summary>
internal sealed class HashChunk
{
    private const int FullBytes = 32 * 1024;

    private readonly List<int> _ends = [];
    private byte[] _bytes = new byte[FullBytes + (4 * 1024)];
    private int _length;

    /// <summary>Gets the hash after the chunk's last command, or null.</summary>
    public HashMark? Mark { get; set; }

    /// <summary>True once it is worth handing over.</summary>
    public bool IsFull => _length >= FullBytes;

    /// <summary>Adds a command's content.</summary>
    public void Append(ReadOnlySpan<byte> content)
    {
        int end = _length + Hash256.Length + content.Length;
        if (end > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        content.CopyTo(_bytes.AsSpan(_length + Hash256.Length));
        _ends.Add(end);
        _length = end;
    }

    /// <summary>Computes the chain over the chunk.</summary>
    public Hash256 Compute(Hash256 hash, ISha256 sha256)
    {
        int start = 0;
        foreach (int end in _ends)
        {
            Span<byte> content = _bytes.AsSpan(start..end);
            hash.CopyTo(content);
            hash = sha256.Compute(content);
            start = end;
        }

        return hash;
    }

    /// <summary>Empties it.</summary>
    public void Reset()
    {
        _ends.Clear();
        _length = 0;
        Mark = null;
    }
}
