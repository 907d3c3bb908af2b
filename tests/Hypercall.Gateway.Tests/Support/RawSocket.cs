using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>
/// A client that makes the frames of its WebSocket itself over TCP: it answers no ping, reads only when it is told to,
/// and can send what no client library sends.
/// </summary>
internal sealed class RawSocket : IDisposable
{
    public const byte Text = 1;
    public const byte Close = 8;
    public const byte Ping = 9;
    public const byte Pong = 10;

    /// <summary>Of a first frame's opcode: the message is compressed.</summary>
    public const byte Compressed = 0x40;

    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private const int Mask = 0x5A5A5A5A;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TcpClient _client = new(AddressFamily.InterNetwork);

    private RawSocket()
    {
    }

    public Stream Stream => _client.GetStream();

    /// <summary>What answered its request.</summary>
    public string Head { get; private set; } = "";

    /// <summary>Connects, and asks for a WebSocket.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="expected">The answer's status.</param>
    /// <param name="receiveBuffer">How much this side's system takes before it is read; null: as it likes.</param>
    /// <param name="from">This side's address; null: any.</param>
    /// <param name="path">Of which face.</param>
    /// <param name="extensions">What it offers; null: nothing.</param>
    public static async Task<RawSocket> OpenAsync(
        Uri gateway,
        string expected = "101 Switching Protocols",
        int? receiveBuffer = null,
        IPAddress? from = null,
        string path = "/ws",
        string? extensions = null)
    {
        var socket = new RawSocket();
        if (receiveBuffer is { } size)
            socket._client.ReceiveBufferSize = size;
        if (from is not null)
            socket._client.Client.Bind(new IPEndPoint(from, 0));
        await socket._client.ConnectAsync(IPAddress.Parse(gateway.Host), gateway.Port);
        await socket.Stream.WriteAsync(Upgrade(gateway.Authority, path, extensions));
        socket.Head = await socket.ReadHeadAsync();
        Assert.StartsWith($"HTTP/1.1 {expected}", socket.Head);
        return socket;
    }

    /// <summary>What asks for a WebSocket.</summary>
    public static byte[] Upgrade(string host, string path = "/ws", string? extensions = null) =>
        Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + (extensions is null ? "\r\n" : $"Sec-WebSocket-Extensions: {extensions}\r\n\r\n"));

    public Task SendAsync(string type, JsonObject body) =>
        SendAsync(Text, Encoding.UTF8.GetBytes(TestSocket.TextOf(type, body)));

    /// <summary>Sends a whole frame.</summary>
    public async Task SendAsync(byte opcode, byte[] payload)
    {
        using var patience = new CancellationTokenSource(Patience);
        await Stream.WriteAsync(Frame(opcode, payload), patience.Token);
    }

    /// <summary>A frame with this payload, masked.</summary>
    public static byte[] Frame(byte opcode, byte[] payload)
    {
        const int shortest = 126;
        byte[] length = new byte[payload.Length < shortest ? 1 : payload.Length <= ushort.MaxValue ? 3 : 9];
        length[0] = (byte)(Masked | (length.Length switch { 1 => payload.Length, 3 => shortest, _ => shortest + 1 }));
        if (length.Length == 3)
            BinaryPrimitives.WriteUInt16BigEndian(length.AsSpan(1), (ushort)payload.Length);
        else if (length.Length == 9)
            BinaryPrimitives.WriteInt64BigEndian(length.AsSpan(1), payload.Length);
        byte[] mask = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(mask, Mask);
        return
        [
            (byte)(Final | opcode), .. length, .. mask,
            .. payload.Select((value, index) => (byte)(value ^ mask[index % mask.Length])),
        ];
    }

    /// <summary>The next frame.</summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    public async Task<(byte Opcode, byte[] Payload)> ReadAsync()
    {
        const int opcode = 0xF;
        (byte first, byte[] payload) = await ReadFrameAsync();
        return ((byte)(first & opcode), payload);
    }

    /// <summary>The next frame, with all of its first byte.</summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    public async Task<(byte First, byte[] Payload)> ReadFrameAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        byte[] header = new byte[2];
        await Stream.ReadExactlyAsync(header, patience.Token);
        byte[] more = new byte[header[1] switch { 126 => 2, 127 => 8, _ => 0 }];
        await Stream.ReadExactlyAsync(more, patience.Token);
        long length = more.Aggregate(more.Length == 0 ? header[1] : 0L, (sum, part) => sum << 8 | part);
        byte[] payload = new byte[length];
        await Stream.ReadExactlyAsync(payload, patience.Token);
        return (header[0], payload);
    }

    /// <summary>The next message of a type; other frames are passed over.</summary>
    public async Task<JsonElement> ReadAsync(string type)
    {
        while (true)
        {
            (byte opcode, byte[] payload) = await ReadAsync();
            if (opcode == Close)
                Assert.Fail($"closed before a {type}: {Encoding.UTF8.GetString(payload[2..])}");
            if (opcode != Text)
                continue;
            using JsonDocument message = JsonDocument.Parse(payload);
            if (message.RootElement.GetProperty("type").GetString() == type)
                return message.RootElement.Clone();
        }
    }

    /// <summary>Reads frames, answering none, until the one that closes.</summary>
    public async Task<(int Status, string Reason)> ReadCloseAsync()
    {
        while (true)
        {
            (byte opcode, byte[] payload) = await ReadAsync();
            if (opcode == Close)
                return (BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload[2..]));
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> ReadHeadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var head = new StringBuilder();
        byte[] letter = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await Stream.ReadExactlyAsync(letter, patience.Token);
            head.Append((char)letter[0]);
        }

        return head.ToString();
    }
}
