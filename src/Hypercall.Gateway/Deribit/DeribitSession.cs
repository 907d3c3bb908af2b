using System.Security.Cryptography;
using System.Text;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// What one client of Deribit's face says over its socket. Calls are taken in turn, commands reach the engine in their
/// order; the socket ends with the agent that its key is.
/// </summary>
internal sealed class DeribitSession : ISocketSession
{
    private const int MostChannelsAtOnce = 500;
    private const int MostChannels = 1_000;
    private const int MostCharts = 100;
    private const long SecondMs = 1_000;
    private const long ShortestHeartbeatS = 10;
    private const long LongestHeartbeatS = 3_600;
    private const int SessionBytes = 16;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly GatewaySocket _socket;
    private readonly DeribitSockets _services;
    private readonly HttpContext _context;
    private readonly DisconnectGuard _guard;
    private readonly MessageRate _rate;
    private readonly DeribitHeartbeat _heartbeat;
    private readonly byte[] _session = RandomNumberGenerator.GetBytes(SessionBytes);
    private readonly Dictionary<string, DeribitChannel> _channels = new(StringComparer.Ordinal);
    private readonly ITimer _ticking;
    private KeyHolder? _key;
    private long _keyEndsAtMs = long.MaxValue;

    /// <param name="context">Of the request that the socket came with.</param>
    public DeribitSession(GatewaySocket socket, DeribitSockets services, HttpContext context)
    {
        (_socket, _services, _context) = (socket, services, context);
        _guard = new DisconnectGuard(socket, services.Sockets);
        _rate = new MessageRate(services.Sockets.Options.Socket, services.Sockets.Options.Time);
        _heartbeat = new DeribitHeartbeat(socket);
        _ticking = services.Sockets.Options.Time.CreateTimer(_ => Tick(), null, Second, Second);
    }

    public async Task TakeAsync(ReadOnlyMemory<byte> message)
    {
        var times = RequestTimes.Now(_services.Sockets.Options);
        long wait = _rate.Take();
        JsonRpcMessage? call = null;
        try
        {
            call = Parse(message);
            if (wait > 0)
                throw new RefusedException(GatewayError.RateLimited("too many messages", wait));
            _heartbeat.Hear(call.Method == "public/test");
            await StartAsync(call, times);
        }
        catch (Exception ended) when (DeribitError.Of(ended) is { } error)
        {
            Answer(call?.Id, times, null, error);
        }
    }

    public async Task EndAsync()
    {
        await _ticking.DisposeAsync();
        _services.Sockets.Watch.Remove(_socket);
        _services.Sockets.Hub.Tell(new Gone(_socket), ActorRefs.NoSender);
        await _guard.FireAsync();
    }

    private JsonRpcMessage Parse(ReadOnlyMemory<byte> message)
    {
        try
        {
            return JsonRpcMessage.Parse(message);
        }
        catch (DeribitException)
        {
            _socket.CountBadMessage("too many messages that are no JSON-RPC");
            throw;
        }
    }

    /// <summary>Returns once the call is done, or its command is on its way: the next one may follow.</summary>
    private async Task StartAsync(JsonRpcMessage message, RequestTimes times)
    {
        if (message.Refusal is { } refusal)
            throw new DeribitException(refusal);
        string method = message.Method ?? throw new DeribitException(
            DeribitError.NotJsonRpc("the method is missing"));
        _services.Sockets.Limits.RequireForAddress(_socket.Address);
        var call = new DeribitCall(
            method, message.Params, new Sender(_socket.Address, times.ReceivedAtMs), CancellationToken.None)
        {
            Key = _key,
            IdSource = message.Id is null ? null : [.. _session, .. Encoding.UTF8.GetBytes(message.Id)],
            IsConfidential = DeribitRoutes.IsConfidential(_context),
            MinSequence = message.Params.MinSequence(),
        };
        Task running = RunAsync(call, message.Id, times);
        _guard.Await(running);
        await Task.WhenAny(running, call.Submitted);
    }

    private async Task RunAsync(DeribitCall call, string? id, RequestTimes times)
    {
        try
        {
            DeribitResult result = await (OwnMethod(call) ?? _services.Methods.RunAsync(call));
            Answer(id, times, result, null);
            if (result.Joined is { } joined)
                Subscribe(joined);
        }
        catch (Exception ended) when (DeribitError.Of(ended) is { } error)
        {
            Answer(id, times, null, error);
        }
        catch (Exception failure)
        {
            _services.Sockets.Failed(failure);
            Answer(id, times, null, call.OutcomeUnknown());
        }
        finally
        {
            // Also where it cannot be shown: the order rests.
            if (call.Outcome is { } outcome)
                _guard.Note(call.RequireKey().Wallet, outcome);
        }
    }

    /// <summary>Methods that are about the socket; null: it is none of them.</summary>
    private Task<DeribitResult>? OwnMethod(DeribitCall call) => call.Method switch
    {
        "public/auth" => AuthenticateAsync(call),
        "public/subscribe" => Task.FromResult(Take(call, null)),
        "private/subscribe" => SubscribeOwnAsync(call),
        "public/unsubscribe" or "private/unsubscribe" => Task.FromResult(Unsubscribe(call)),
        "public/unsubscribe_all" or "private/unsubscribe_all" => Task.FromResult(UnsubscribeAll()),
        "public/set_heartbeat" => Task.FromResult(SetHeartbeat(
            call.Params.NeededInteger("interval", ShortestHeartbeatS, LongestHeartbeatS))),
        "public/disable_heartbeat" => Task.FromResult(SetHeartbeat(0)),
        "private/enable_cancel_on_disconnect" => GuardAsync(call, isOn: true),
        "private/disable_cancel_on_disconnect" => GuardAsync(call, isOn: false),
        "private/get_cancel_on_disconnect" => Task.FromResult(Guard(call)),
        "private/logout" => LogOutAsync(call),
        _ => null,
    };

    private async Task<DeribitResult> AuthenticateAsync(DeribitCall call)
    {
        KeyHolder key = await _services.Auth.OfGrantAsync(call);
        if (_socket.Wallet is { } before && before != key.Wallet)
            throw new RefusedException(GatewayError.Conflict($"this socket is of {before} already"));
        // Once: calls that run read it.
        if (_socket.Wallet is null)
            Peer.SetReader(_context, key.Wallet);
        _socket.Wallet = key.Wallet;
        _socket.Signer = key.Agent;
        _guard.Claim();
        _services.Sockets.Watch.Add(_socket);
        (DeribitResult result, long end) = _services.Methods.Grant(key);
        Interlocked.Exchange(ref _keyEndsAtMs, end);
        Volatile.Write(ref _key, key);
        return result;
    }

    private async Task<DeribitResult> SubscribeOwnAsync(DeribitCall call)
    {
        await _services.Auth.RequireAliveAsync(call.RequireKey(), call.Cancellation);
        return Take(call, call.Key);
    }

    /// <summary>Which of the channels are there; that none is because of its instrument is an error.</summary>
    private DeribitResult Take(DeribitCall call, KeyHolder? key)
    {
        ForgetGone();
        List<DeribitChannel> named = ChannelsOf(call, key);
        List<DeribitChannel> taken = [.. named.Where(_services.Sockets.Listed.Lists)];
        if (taken.Count == 0 && named.Count > 0)
            throw new DeribitException(
                DeribitError.NotFound("there is no such instrument") with { Param = "channels" });
        if (taken.Concat(_channels.Values).Where(channel => channel.Topic == DeribitTopic.Chart)
            .Select(channel => channel.Name).Distinct().Count() > MostCharts)
            throw DeribitParams.Wrong("channels", $"a socket has at most {MostCharts} charts");
        return ListOf([.. taken.Select(channel => channel.Name)]) with { Joined = taken };
    }

    /// <summary>Channels of an option that is gone count no longer.</summary>
    private void ForgetGone()
    {
        foreach (DeribitChannel gone in _channels.Values.Where(_services.Sockets.Listed.IsGone).ToArray())
            _channels.Remove(gone.Name);
    }

    private static List<DeribitChannel> ChannelsOf(DeribitCall call, KeyHolder? key) =>
    [
        .. call.Params.List("channels", MostChannelsAtOnce).Distinct()
            .Select(name => DeribitChannel.Of(name, key?.Wallet)).OfType<DeribitChannel>(),
    ];

    /// <summary>After the answer: content follows it.</summary>
    private void Subscribe(IReadOnlyList<DeribitChannel> channels)
    {
        foreach (DeribitChannel channel in channels)
            _channels[channel.Name] = channel;
        if (_channels.Count > MostChannels)
            _socket.Close($"a socket has at most {MostChannels} channels");
        else
            _services.Sockets.Hub.Tell(new DeribitJoin(_socket, channels), ActorRefs.NoSender);
    }

    private DeribitResult Unsubscribe(DeribitCall call)
    {
        string[] names = [.. call.Params.List("channels", MostChannelsAtOnce).Where(_channels.Remove)];
        _services.Sockets.Hub.Tell(new DeribitLeave(_socket, names), ActorRefs.NoSender);
        return ListOf(names);
    }

    private DeribitResult UnsubscribeAll()
    {
        _channels.Clear();
        _services.Sockets.Hub.Tell(new DeribitLeave(_socket, null), ActorRefs.NoSender);
        return DeribitResult.Text("ok");
    }

    /// <summary>0: none.</summary>
    private DeribitResult SetHeartbeat(long seconds)
    {
        _heartbeat.Set(seconds * SecondMs, _services.Sockets.Options.NowMs);
        return DeribitResult.Text("ok");
    }

    private async Task<DeribitResult> GuardAsync(DeribitCall call, bool isOn)
    {
        call.RequireKey();
        GuardMode scope = call.Params.Choice(
            "scope", GuardMode.Connection, ("connection", GuardMode.Connection), ("account", GuardMode.Account));
        await _guard.ChangeAsync(isOn ? scope : GuardMode.Off);
        return DeribitResult.Text("ok");
    }

    private DeribitResult Guard(DeribitCall call)
    {
        call.RequireKey();
        GuardMode mode = _guard.Mode;
        string scope = mode == GuardMode.Account ? "account" : "connection";
        return DeribitResult.Object(null, writer =>
        {
            writer.WriteString("scope", scope);
            writer.WriteBoolean("enabled", mode != GuardMode.Off);
        });
    }

    /// <summary>Who takes leave keeps his orders.</summary>
    private async Task<DeribitResult> LogOutAsync(DeribitCall call)
    {
        call.RequireKey();
        await _guard.SetAsync(GuardMode.Off);
        _socket.Close(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "logout");
        return DeribitResult.Text("ok");
    }

    private void Tick()
    {
        long now = _services.Sockets.Options.NowMs;
        _heartbeat.Tick(now);
        if (now >= Interlocked.Read(ref _keyEndsAtMs))
            _socket.Close("the token has ended");
    }

    private static DeribitResult ListOf(IReadOnlyList<string> names) =>
        new(null, writer => writer.WriteTexts(null, names));

    private void Answer(string? id, RequestTimes times, DeribitResult? result, DeribitError? error) => _socket.Send(
        SocketMessages.Text(writer => DeribitMethods.Write(writer, id, times, result, error)),
        MessageClass.CommandResult);
}
