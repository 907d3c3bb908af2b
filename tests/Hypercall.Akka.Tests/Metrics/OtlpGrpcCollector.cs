using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hypercall.Actors.Tests.Metrics;

/// <summary>
/// A collector that takes OTLP over gRPC: just enough of HTTP/2 (RFC 9113) for the requests of one client, each smaller
/// than a stream's first window. Headers are looked for as text, since the client writes them without Huffman's code.
/// </summary>
internal sealed class OtlpGrpcCollector : OtlpCollector
{
    /// <summary>Where gRPC takes metrics, by OTLP's specification.</summary>
    public const string MetricsPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";

    private const string ContentType = "application/grpc";
    private const int PrefaceBytes = 24;
    private const int FrameHeaderBytes = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte Ack = 1;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    /// <summary>The block of <c>:status: 200</c>, the content type and <c>grpc-status: 0</c> (RFC 7541).</summary>
    private static readonly byte[] Success =
    [
        0x88,
        0x0f, 0x10, (byte)ContentType.Length, .. Encoding.ASCII.GetBytes(ContentType),
        0x00, 11, .. "grpc-status"u8, 1, (byte)'0',
    ];

    private readonly record struct Frame(byte Type, byte Flags, int StreamId, byte[] Payload);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public OtlpGrpcCollector()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public override string Protocol => "grpc";

    public override string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public override void Dispose()
    {
        _stop.Cancel();
        _serving.GetAwaiter().GetResult();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                try
                {
                    await ServeAsync(client.GetStream());
                }
                catch (IOException exception) when (IsReset(exception))
                {
                    // A process that ends may leave an answer unread. What it sent is noted.
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Only Dispose ends the wait for the next client or frame.
        }
    }

    /// <summary>Serves one connection until its client closes it.</summary>
    private async Task ServeAsync(NetworkStream stream)
    {
        await stream.ReadExactlyAsync(new byte[PrefaceBytes], _stop.Token);
        await WriteAsync(stream, Settings, 0, 0, []);
        string headers = "";
        using var body = new MemoryStream();
        while (await ReadAsync(stream) is { } frame)
        {
            if (frame.Type is Settings or Ping && (frame.Flags & Ack) == 0)
                await WriteAsync(stream, frame.Type, Ack, 0, frame.Type == Ping ? frame.Payload : []);
            if (frame.Type == Headers)
                headers = Encoding.Latin1.GetString(frame.Payload);
            if (frame.Type != Data)
                continue;
            body.Write(frame.Payload);
            if ((frame.Flags & EndStream) == 0)
                continue;
            Note(new OtlpPost(Found(headers, MetricsPath), Found(headers, ContentType), body.ToArray()));
            body.SetLength(0);
            await WriteAsync(stream, Headers, EndHeaders | EndStream, frame.StreamId, Success);
        }
    }

    /// <summary>The next frame; null at the connection's end.</summary>
    private async Task<Frame?> ReadAsync(NetworkStream stream)
    {
        var header = new byte[FrameHeaderBytes];
        int read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, _stop.Token);
        if (read < header.Length)
            return null;
        var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(header) >>> 8];
        await stream.ReadExactlyAsync(payload, _stop.Token);
        return new Frame(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
    }

    private async Task WriteAsync(NetworkStream stream, byte type, byte flags, int streamId, byte[] payload)
    {
        var frame = new byte[FrameHeaderBytes + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame, FrameHeaderBytes);
        await stream.WriteAsync(frame, _stop.Token);
    }

    private static bool IsReset(IOException exception) => exception.InnerException is SocketException
    {
        SocketErrorCode: SocketError.ConnectionReset,
    };

    /// <summary>The text where the headers hold it, else all of them, to be seen in a failure's message.</summary>
    private static string Found(string headers, string text) =>
        headers.Contains(text, StringComparison.Ordinal) ? text : headers;
}
