namespace Hypercall.Sequencer.Live;

/// <summary>
/// The encoded commands that no record holds yet, in queue order, each with its length before it: a record's payload
/// is a prefix of it.
/// </summary>
internal sealed class EncodedBacklog
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _head;
    private int _tail;

    /// <summary>Appends one encoded command.</summary>
    /// <returns>Bytes it takes, the length before it included.</returns>
    public int Append(ReadOnlySpan<byte> command)
    {
        int length = command.Length + LengthOfLength(command.Length);
        Span<byte> target = Take(length);
        int offset = 0;
        int rest = command.Length;
        for (; rest >= 0x80; rest >>= 7)
            target[offset++] = (byte)((rest & 0x7F) | 0x80);
        target[offset++] = (byte)rest;
        command.CopyTo(target[offset..]);
        return length;
    }

    /// <summary>The first bytes; they hold until the next Append.</summary>
    public ReadOnlyMemory<byte> Peek(int length) => _bytes.AsMemory(_head, length);

    /// <summary>Drops the first bytes.</summary>
    public void Drop(int length)
    {
        _head += length;
        if (_head != _tail)
            return;
        _head = 0;
        _tail = 0;
    }

    /// <summary>Bytes that <see cref="Append"/> takes for a command of that size.</summary>
    public static int LengthWithPrefix(int commandLength) => commandLength + LengthOfLength(commandLength);

    private static int LengthOfLength(int length)
    {
        int bytes = 1;
        for (; length >= 0x80; length >>= 7)
            bytes++;
        return bytes;
    }

    private Span<byte> Take(int length)
    {
        if (_bytes.Length - _tail < length)
            MakeRoom(length);
        Span<byte> span = _bytes.AsSpan(_tail, length);
        _tail += length;
        return span;
    }

    private void MakeRoom(int length)
    {
        int held = _tail - _head;
        byte[] target = _bytes.Length / 2 < held + length ? new byte[(_bytes.Length + length) * 2] : _bytes;
        _bytes.AsSpan(_head, held).CopyTo(target);
        _bytes = target;
        _head = 0;
        _tail = held;
    }
}
