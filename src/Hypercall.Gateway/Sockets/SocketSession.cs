using Hypercall.Gateway.Standing;

namespace Hypercall.Gateway.Sockets;

/// <summary>
/// What one client says over its socket: each message is taken in turn, its commands reach the engine in their order
/// and are answered when they are executed.
/// </summary>
internal sealed class SocketSession(GatewaySocket socket, SocketServices services) : ISocketSession
{
    private const int LongestId = 64;
    private const int MostSymbols = 200;

    /// <summary>Of a name under which it is kept what a socket wants; no option's is as long.</summary>
    private const int LongestSymbol = 64;

    private readonly DisconnectGuard _guard = new(socket, services);
    private readonly MessageRate _rate = new(services.Options.Socket, services.Options.Time);

    public async Task TakeAsync(ReadOnlyMemory<byte> message)
    {
        long wait = _rate.Take();
        try
        {
            using JsonDocument document = RequestBody.Parse(message);
            await TakeAsync(Fields.Of(document.RootElement), wait);
        }
        catch (RefusedException refused)
        {
            Tell(refused.Error, null);
            socket.CountBadMessage("too many messages that are no JSON of ours");
        }
    }

    /// <param name="wait">ms until the socket may send again; 0: it may.</param>
    private async Task TakeAsync(Fields fields, long wait)
    {
        string type = fields.Text("type");
        string? id = fields.OptionalText("id", $"a string of at most {LongestId} letters");
        if (id?.Length > LongestId)
            throw fields.Wrong("id", $"a string of at most {LongestId} letters");
        try
        {
            if (wait > 0)
                throw new RefusedException(GatewayError.RateLimited("too many messages", wait));
            services.Limits.RequireForAddress(socket.Address);
            await DispatchAsync(type, fields, id);
        }
        catch (RefusedException refused)
        {
            Tell(refused.Error, id);
        }
    }

    public async Task EndAsync()
    {
        services.Watch.Remove(socket);
        services.Hub.Tell(new Gone(socket), ActorRefs.NoSender);
        await _guard.FireAsync();
    }

    private Task DispatchAsync(string type, Fields fields, string? id) => type switch
    {
        "Subscribe" => Subscribe(fields, id, isWanted: true),
        "Unsubscribe" => Subscribe(fields, id, isWanted: false),
        "Authenticate" => AuthenticateAsync(fields, id),
        "ClockSync" => SyncClock(fields, id),
        "PlaceOrder" => OrderAsync(services.Orders.Place(fields), id),
        "ReplaceOrder" => OrderAsync(services.Orders.Replace(fields), id),
        "CancelOrder" => OrderAsync(services.Orders.Cancel(fields), id),
        "CancelOrderByClientId" => OrderAsync(services.Orders.CancelByClientId(fields), id),
        "CancelAll" => RunAsync(services.Orders.CancelAll(fields), id, SocketAnswers.AllCanceled),
        "BulkOrders" => RunAsync(services.Orders.Bulk(fields), id, SocketAnswers.Bulk),
        "CancelOnDisconnect" => GuardAsync(fields, id),
        _ => throw new RefusedException(GatewayError.InvalidRequest(
            "the request is not valid", "field 'type': expected the name of a message")),
    };

    private Task Subscribe(Fields fields, string? id, bool isWanted)
    {
        string name = fields.Text("channel");
        IReadOnlyCollection<string>? symbols = ReadSymbols(fields);
        ChainFilter chain = ReadChain(fields, symbols);
        fields.Finish();
        if (!Channels.TryParse(name, out Channel channel))
            throw new RefusedException(GatewayError.NotFound("there is no channel of this name"));
        WalletAddress? wallet = Channels.IsPrivate(channel) ? RequireWallet() : null;
        services.Hub.Tell(
            new Subscription(socket, channel, name, wallet, symbols, chain, id, isWanted), ActorRefs.NoSender);
        return Task.CompletedTask;
    }

    private static ChainFilter ReadChain(Fields fields, IReadOnlyCollection<string>? symbols)
    {
        int? expiry = fields.OptionalText("expiry") is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", out DateOnly day)
                ? (day.Year * 100 + day.Month) * 100 + day.Day
                : throw fields.Wrong("expiry", "a day such as 2026-01-30");
        OptionType? type = fields.OptionalText("option_type") switch
        {
            null => null,
            "call" => OptionType.Call,
            "put" => OptionType.Put,
            _ => throw fields.Wrong("option_type", "call or put"),
        };
        return new ChainFilter(expiry, type, symbols?.ToHashSet(StringComparer.Ordinal));
    }

    private static string[]? ReadSymbols(Fields fields)
    {
        if (fields.OptionalItems("symbols", 1, MostSymbols) is not { } items)
            return null;
        return
        [
            .. items.Select(item => Fields.TextOf(item) is { Length: <= LongestSymbol } text
                ? SymbolNames.Canonical(text)
                : throw fields.Wrong("symbols", $"a list of strings of at most {LongestSymbol} letters")),
        ];
    }

    /// <summary>A wallet may be watched by anybody where reads are public; else it is proved first.</summary>
    private WalletAddress RequireWallet() =>
        socket.Wallet is { } wallet && (services.Options.PublicReads || socket.IsProved)
            ? wallet
            : throw new RefusedException(GatewayError.NotAuthorized(services.Options.PublicReads
                ? "say first whose wallet it is: Authenticate"
                : "prove first whose wallet it is: Authenticate with timestamp and signature"));

    private async Task AuthenticateAsync(Fields fields, string? id)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        WalletAddress? signer = null;
        if (fields.OptionalInteger("timestamp", 0, long.MaxValue).HasValue)
            signer = await services.Proof.RequireAsync(fields, wallet, CancellationToken.None);
        else
            fields.Finish();
        if (socket.Wallet is { } before && before != wallet)
            throw new RefusedException(GatewayError.Conflict($"this socket is of {before} already"));
        socket.Wallet = wallet;
        socket.Signer = signer ?? socket.Signer;
        _guard.Claim();
        if (signer is not null && !services.Options.PublicReads)
            services.Watch.Add(socket);
        Reply("Authenticated", id, writer => writer.WriteString("wallet", wallet.ToString()));
    }

    private Task SyncClock(Fields fields, string? id)
    {
        long nonce = fields.Integer("nonce", long.MinValue, long.MaxValue);
        fields.Finish();
        Reply("ClockSynced", id, writer =>
        {
            writer.WriteNumber("nonce", nonce);
            writer.WriteNumber("server_at", services.Options.NowMs);
        });
        return Task.CompletedTask;
    }

    private async Task GuardAsync(Fields fields, string? id)
    {
        GuardMode mode = fields.Choice(
            "mode",
            null,
            ("off", GuardMode.Off), ("account", GuardMode.Account), ("connection", GuardMode.Connection));
        fields.Finish();
        if (!socket.IsProved)
            throw new RefusedException(GatewayError.NotAuthorized(
                "prove first whose wallet it is: Authenticate with timestamp and signature"));
        long? otherEndMs = await _guard.ChangeAsync(mode);
        Reply("CancelOnDisconnect", id, writer =>
        {
            writer.WriteString("mode", mode.ToString().ToLowerInvariant());
            if (otherEndMs is { } end)
                writer.WriteNumber("other_guard_until", end);
        });
    }

    private Task OrderAsync(SignedWrite write, string? id) => RunAsync(write, id, static (writer, executed) =>
        SocketAnswers.Order(writer, executed, OrderMessage.Of(executed)));

    /// <summary>Returns once the engine's queue has it; the next message may follow.</summary>
    private async Task RunAsync(SignedWrite write, string? id, Action<Utf8JsonWriter, Executed> answer)
    {
        Task<Executed> executing = await services.Desk.StartAsync(
            write, new Sender(socket.Address, services.Options.NowMs), CancellationToken.None);
        Task answering = AnswerAsync(executing, id, answer);
        _guard.Await(answering);
    }

    private async Task AnswerAsync(Task<Executed> executing, string? id, Action<Utf8JsonWriter, Executed> answer)
    {
        try
        {
            Executed executed = await executing;
            _guard.Note(executed.Wallet, executed.Outcome);
            Reply("OrderResult", id, writer => answer(writer, executed));
        }
        catch (RefusedException refused)
        {
            Tell(refused.Error, id);
        }
        catch (Exception failure)
        {
            services.Failed(failure);
            Tell(GatewayError.OutcomeUnknown("the gateway failed; send the identical request again"), id);
        }
    }

    private void Reply(string type, string? id, Action<Utf8JsonWriter> members) => socket.Send(
        SocketMessages.Of(type, writer =>
        {
            members(writer);
            SocketMessages.WriteId(writer, id);
        }),
        MessageClass.CommandResult);

    private void Tell(GatewayError error, string? id) =>
        socket.Send(SocketMessages.Error(error, id), MessageClass.CommandResult);
}
