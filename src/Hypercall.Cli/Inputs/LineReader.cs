namespace Hypercall.Cli.Inputs;

/// <summary>
/// Splits a stream into lines at LF, for the readers of all formats, and keeps only one of them. A byte order mark
/// before the first line is not part of it.
/// </summary>
/// <param name="stream">The bytes; stays open.</param>
/// <param name="name">What errors call the input.</param>
internal sealed class LineReader(Stream stream, string name)
{
    /// <summary>A line has fewer bytes, its end among them (wire.md §Values).</summary>
    public const int MaxLineBytes = 64 << 20;

    private const int InitialBufferBytes = 1 << 16;

    private byte[] _buffer = new byte[InitialBufferBytes];
    private int _start;
    private int _length;
    private int _next;
    private int _end;

    /// <summary>Number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The current line without its LF, until the next call.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start, _length);

    /// <summary>Moves to the next line.</summary>
    /// <returns>False at the end of the input.</returns>
    /// <exception cref="InputException">The stream cannot be read, or the line is too long.</exception>
    public bool MoveNext()
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_next + searched, _end - _next - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return Take(searched + found, 1);
            searched = _end - _next;
            if (!TryFill())
                return searched > 0 && Take(searched, 0);
        }
    }

    private bool Take(int length, int endBytes)
    {
        Number++;
        (_start, _length) = (_next, length);
        _next += length + endBytes;
        if (Number == 1 && Current.StartsWith(Encoding.UTF8.Preamble))
        {
            _start += Encoding.UTF8.Preamble.Length;
            _length -= Encoding.UTF8.Preamble.Length;
        }

        return true;
    }

    /// <summary>Reads more behind what is left, which moves to the front.</summary>
    private bool TryFill()
    {
        if (_next > 0)
            Buffer.BlockCopy(_buffer, _next, _buffer, 0, _end - _next);
        _end -= _next;
        _next = 0;
        if (_end >= MaxLineBytes)
            throw InputException.AtLine(name, Number + 1, $"the line has {MaxLineBytes} bytes or more");
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        int read = InputFile.Guarded(name, () => stream.Read(_buffer, _end, _buffer.Length - _end));
        _end += read;
        return read > 0;
    }
}
