using Hypercall.Cli.Inputs;

namespace Hypercall.Cli.Tests.Inputs;

/// <summary>Lines of any stream, up to the longest there is.</summary>
public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1 << 16)]
    public void Lines_are_the_same_however_their_bytes_come(int atOnce)
    {
        string[] lines = ["first", "", new string('x', 200_000), "né"];
        byte[] text = System.Text.Encoding.UTF8.GetBytes("\uFEFF" + string.Join('\n', lines));
        var reader = new LineReader(new Dripping(new MemoryStream(text), atOnce), "input");

        foreach (string line in lines)
        {
            Assert.True(reader.MoveNext());
            Assert.Equal(line, System.Text.Encoding.UTF8.GetString(reader.Current));
        }

        Assert.False(reader.MoveNext());
        Assert.Equal(lines.Length, reader.Number);
    }

    [Fact]
    public void The_longest_line_is_read_and_one_byte_more_is_an_error_of_the_line()
    {
        var longest = new LineReader(new Endless(LineReader.MaxLineBytes - 1), "input");
        Assert.True(longest.MoveNext());
        Assert.Equal(LineReader.MaxLineBytes - 1, longest.Current.Length);

        InputException error = Assert.Throws<InputException>(() => longest.MoveNext());
        Assert.Equal("input:2: the line has 67108864 bytes or more", error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named_with_their_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["text"], [.. "first\r\n"u8, 0xFF, (byte)'\n']);
        using IEnumerator<(long Number, string Text)> lines = InputFile.ReadLines(folder["text"]).GetEnumerator();

        Assert.True(lines.MoveNext());
        Assert.Equal((1, "first"), lines.Current);
        InputException error = Assert.Throws<InputException>(() => lines.MoveNext());
        Assert.Equal($"{folder["text"]}:2: the line is not UTF-8", error.Message);
    }

    /// <summary>Gives so many bytes at a time at most.</summary>
    private sealed class Dripping(Stream inner, int atOnce) : OneWay
    {
        public override int Read(Span<byte> buffer) => inner.Read(buffer[..Math.Min(atOnce, buffer.Length)]);
    }

    /// <summary>One line of so many bytes, and a second one without an end.</summary>
    private sealed class Endless(int firstLine) : OneWay
    {
        private long _given;

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'x');
            long end = firstLine - _given;
            if (end >= 0 && end < buffer.Length)
                buffer[(int)end] = (byte)'\n';
            _given += buffer.Length;
            return buffer.Length;
        }
    }

    /// <summary>A stream that is only read, from its start to its end.</summary>
    private abstract class OneWay : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
