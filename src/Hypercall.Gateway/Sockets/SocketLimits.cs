using Hypercall.Actors.Hosting;

namespace Hypercall.Gateway.Sockets;

/// <summary>Bounds of one socket, and of the sockets of one address.</summary>
public sealed record SocketLimits
{
    private const string Block = "gateway.socket.";
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);

    /// <summary>Most messages that wait to be sent.</summary>
    public int MostMessages { get; init; } = 1_024;

    /// <summary>Most bytes that wait to be sent.</summary>
    public int MostBytes { get; init; } = 4 << 20;

    /// <summary>How long one may wait, and how long its writing may take.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the gateway pings.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a pong may stay out.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most sockets of one address.</summary>
    public int MostPerAddress { get; init; } = 64;

    /// <summary>Messages that a client may send in a second, on the whole.</summary>
    public int MessagesPerSecond { get; init; } = 50;

    /// <summary>Messages that it may send at once.</summary>
    public int MessagesAtOnce { get; init; } = 200;

    internal static SocketLimits Read(SettingReader reader) => new()
    {
        MostMessages = (int)reader.Number(Block + "most-messages", 1, 1 << 20),
        MostBytes = (int)reader.Bytes(Block + "most-bytes", 1 << 16, 1 << 30),
        LongestWait = reader.Duration(Block + "longest-wait", Least, Most),
        PingInterval = reader.Duration(Block + "ping-interval", Least, Most),
        PongTimeout = reader.Duration(Block + "pong-timeout", Least, Most),
        MostPerAddress = (int)reader.Number(Block + "most-per-address", 1, 1 << 20),
        MessagesPerSecond = (int)reader.Number(Block + "messages-per-second", 1, 1 << 20),
        MessagesAtOnce = (int)reader.Number(Block + "messages-at-once", 1, 1 << 20),
    };
}
