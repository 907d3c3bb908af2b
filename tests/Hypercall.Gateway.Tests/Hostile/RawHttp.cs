using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>
/// A connection that sends bytes as they are and reads what comes back, by the thread that calls: it costs little, and
/// waits behind nothing else in this process.
/// </summary>
internal sealed class RawHttp : IDisposable
{
    private const int PatienceMs = 60_000;
    private const int BrieflyUs = 50_000;
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] ChunkedEnd = "0\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private byte[] _buffer = new byte[2_048];
    private int _length;

    public RawHttp(Uri gateway, IPAddress? from = null)
    {
        _socket.NoDelay = true;
        _socket.ReceiveTimeout = _socket.SendTimeout = PatienceMs;
        if (from is not null)
            _socket.Bind(new IPEndPoint(from, 0));
        _socket.Connect(IPAddress.Parse(gateway.Host), gateway.Port);
    }

    /// <summary>False: the other side has closed it, or says that it will.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>What the last answer's body was, as it came.</summary>
    public string Body { get; private set; } = "";

    /// <summary>A request with this body.</summary>
    public static byte[] Request(string method, string path, byte[] body) =>
    [
        .. Encoding.UTF8.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n"),
        .. body,
    ];

    /// <summary>Sends a request and reads its answer.</summary>
    /// <returns>HTTP's status; 0: the other side closed without an answer.</returns>
    public int Send(byte[] request)
    {
        Write(request);
        return ReadAnswer();
    }

    /// <summary>Sends bytes; what is closed takes none.</summary>
    public void Write(byte[] bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SocketException)
        {
            IsOpen = false;
        }
    }

    /// <summary>Sends bytes that may be half a request. Where the other side waits for the rest, it is told that no
    /// more will come.</summary>
    /// <returns>The first answer's status; 0: none came.</returns>
    public int SendLast(byte[] bytes)
    {
        Write(bytes);
        int status = 0;
        if (IsOpen && _socket.Poll(BrieflyUs, SelectMode.SelectRead))
            status = ReadAnswer();
        WriteLast([]);
        return status;
    }

    /// <summary>Sends bytes, says that no more will come, and reads to the end.</summary>
    public void WriteLast(byte[] bytes)
    {
        Write(bytes);
        if (IsOpen)
            _socket.Shutdown(SocketShutdown.Send);
        while (Receive() > 0)
            _length = 0;
    }

    /// <summary>Reads until a text has come.</summary>
    /// <returns>Where it stands; less than 0: the other side has closed before.</returns>
    public int ReadTo(ReadOnlySpan<byte> text)
    {
        _length = 0;
        int at;
        while ((at = _buffer.AsSpan(0, _length).IndexOf(text)) < 0 && Receive() > 0)
        {
        }

        return at;
    }

    /// <summary>Reads one answer.</summary>
    public int ReadAnswer()
    {
        int head = ReadTo(HeadEnd);
        if (head < 0)
            return 0;

        string text = Encoding.ASCII.GetString(_buffer, 0, head + 2);
        ReadBody(head + HeadEnd.Length, text);
        if (text.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase))
            IsOpen = false;
        return int.Parse(text.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public void Dispose() => _socket.Dispose();

    private void ReadBody(int start, string head)
    {
        bool isChunked = head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.OrdinalIgnoreCase);
        int length = LengthOf(head);
        while (isChunked ? !_buffer.AsSpan(start, _length - start).EndsWith(ChunkedEnd) : _length < start + length)
        {
            if (Receive() == 0)
                break;
        }

        Body = Encoding.UTF8.GetString(_buffer, start, _length - start);
    }

    private static int LengthOf(string head)
    {
        const string name = "\r\nContent-Length: ";
        int at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(
            head.AsSpan(at + name.Length, head.IndexOf("\r\n", at + 2, StringComparison.Ordinal) - at - name.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture);
    }

    /// <returns>Bytes; 0: it is closed.</returns>
    private int Receive()
    {
        int count = 0;
        if (_length == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _length);
        try
        {
            count = _socket.Receive(_buffer.AsSpan(_length));
        }
        catch (SocketException reset) when (reset.SocketErrorCode != SocketError.TimedOut)
        {
            // Cut off: as closed.
        }

        _length += count;
        IsOpen &= count > 0;
        return count;
    }
}
