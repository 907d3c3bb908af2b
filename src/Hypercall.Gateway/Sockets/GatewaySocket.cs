using System.Net.WebSockets;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// One client's socket: what it sends is read here, one message after the other, and what it is sent leaves here, from
/// a queue of its own; a client that is too slow for it is closed, and slows nobody else down. It may be sent to and
/// closed at any time, also after its end.
/// </summary>
internal sealed class GatewaySocket(
    WebSocket socket, string address, SocketLimits limits, PongWatch pongs, TimeProvider time)
{
    private const int MostMessageBytes = 64 << 10;
    private const int UsualMessageBytes = 2 << 10;
    private const int MostReasonBytes = 123;
    private const int BadMessagesForgiven = 4;

    /// <summary>What is read of one that is closed, until it answers.</summary>
    private const int MostForgottenBytes = 4 << 20;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly Outbox _outbox = new(limits, time);

    // Neither source is disposed of: whoever closes the socket may come while it ends, and they hold nothing.
    private readonly CancellationTokenSource _end = new();

    /// <summary>Cancelled when whoever is closed has not answered for too long: it takes the connection away.</summary>
    private readonly CancellationTokenSource _abort = new(Timeout.InfiniteTimeSpan, time);

    private readonly TaskCompletionSource<(WebSocketCloseStatus Status, string Reason)> _closing = new();
    private int _badMessages;
    private int _forgottenBytes;

    /// <summary>From where it came.</summary>
    public string Address => address;

    /// <summary>Whose it is; null: nobody has said.</summary>
    public WalletAddress? Wallet { get; set; }

    /// <summary>Who has proved it by a signature; null: nobody has.</summary>
    public WalletAddress? Signer { get; set; }

    /// <summary>True: half of what may wait to be sent does not.</summary>
    public bool HasRoom => _outbox.HasRoom;

    /// <summary>True: whose it is was proved.</summary>
    public bool IsProved => Signer is not null;

    /// <summary>Sends a message when its turn comes, unless the client is too slow for it: then the socket
    /// closes.</summary>
    public void Send(ReadOnlyMemory<byte> message, MessageClass kind, string? key = null)
    {
        if (_outbox.Add(message, kind, key) is { } tooSlow)
            Close(tooSlow);
    }

    /// <summary>Puts a message in the place of the one with its key that still waits; false: none does.</summary>
    public bool Replace(ReadOnlyMemory<byte> message, string key) => _outbox.Replace(message, key);

    /// <summary>Closes it with 1008.</summary>
    public void Close(string reason) => Close(WebSocketCloseStatus.PolicyViolation, reason);

    public void Close(WebSocketCloseStatus status, string reason)
    {
        if (!_closing.TrySetResult((status, reason)))
            return;
        _end.Cancel();
        _abort.CancelAfter(ClosePatience);
    }

    /// <summary>Counts a message that is none of its protocol; some are forgiven, then it closes.</summary>
    public void CountBadMessage(string reason)
    {
        if (++_badMessages > BadMessagesForgiven)
            Close(reason);
    }

    /// <summary>Runs until the client leaves or is closed.</summary>
    /// <param name="stopping">The gateway ends.</param>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, Task> take, CancellationToken stopping)
    {
        await using CancellationTokenRegistration stop = stopping.Register(
            () => Close(WebSocketCloseStatus.EndpointUnavailable, "the gateway ends"));
        Task sending = SendAllAsync();
        await using ITimer pings = time.CreateTimer(
            _ => WatchPong(), null, limits.PingInterval, limits.PingInterval);
        try
        {
            await ReceiveAllAsync(take);
        }
        finally
        {
            _closing.TrySetResult((WebSocketCloseStatus.NormalClosure, ""));
            await _end.CancelAsync();
            await sending;
        }
    }

    private async Task ReceiveAllAsync(Func<ReadOnlyMemory<byte>, Task> take)
    {
        byte[] usual = new byte[UsualMessageBytes];
        try
        {
            while (await ReceiveAsync(usual) is { } message)
            {
                if (!_closing.Task.IsCompleted)
                    await take(message);
            }
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // It was closed and has not answered.
        }
        catch (WebSocketException)
        {
            // The client has gone without a word.
        }
    }

    /// <summary>
    /// The next message; null: the client closes. Thousands of sockets may be silent: only one that is told much has
    /// room for much. What is too large is read on and forgotten until it answers the close: a connection that is cut
    /// with bytes unread would take the reason with it. Not for ever: few bytes may be made into many.
    /// </summary>
    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync(byte[] buffer)
    {
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(length), _abort.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (_closing.Task.IsCompleted && (_forgottenBytes += part.Count) > MostForgottenBytes)
                await Task.Delay(Timeout.InfiniteTimeSpan, _abort.Token);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Binary)
                Close(WebSocketCloseStatus.InvalidMessageType, "messages are texts");
            if (part.EndOfMessage)
                return buffer.AsMemory(0, length);
            if (length < buffer.Length)
                continue;
            if (length < MostMessageBytes)
            {
                Array.Resize(ref buffer, MostMessageBytes);
                continue;
            }

            Close(WebSocketCloseStatus.MessageTooBig, "a message has at most 65536 bytes");
            length = 0;
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await SendUntilEndAsync();
            await CloseOutputAsync();
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Gone, or too slow to be told why: the connection is taken away.
            socket.Abort();
        }
    }

    private async Task SendUntilEndAsync()
    {
        MessageClass kind = default;
        using CancellationTokenRegistration end = _end.Token.Register(_outbox.End);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using CancellationTokenRegistration late = patience.Token.Register(
            () => Close(SlowConsumer.ReasonOf(kind, SlowConsumer.WriteTimeout)));
        while (await _outbox.TakeAsync() is { } next)
        {
            kind = next.Class;
            patience.CancelAfter(limits.LongestWait);
            await socket.SendAsync(
                next.Bytes, WebSocketMessageType.Text, Compression.FlagsOf(kind), patience.Token);
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private async Task CloseOutputAsync()
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        (WebSocketCloseStatus status, string reason) = await _closing.Task;
        using var patience = new CancellationTokenSource(ClosePatience, time);
        await socket.CloseOutputAsync(status, reason[..Math.Min(reason.Length, MostReasonBytes)], patience.Token);
    }

    /// <summary>Nobody waits for it: a connection that takes nothing any more is closed for other reasons.</summary>
    private async Task PingAsync()
    {
        try
        {
            await pongs.PingAsync(_end.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The socket is closed, or its client has gone: its reader says so.
        }
    }

    private void WatchPong()
    {
        if (pongs.SinceLast >= limits.PongTimeout)
            Close("pong timeout");
        else
            _ = PingAsync();
    }
}
