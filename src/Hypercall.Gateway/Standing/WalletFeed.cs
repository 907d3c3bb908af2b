namespace Hypercall.Gateway.Standing;

/// <summary>One wallet's portfolio and who is told of it: first the whole, then what has changed.</summary>
internal sealed class WalletFeed(WalletAddress wallet)
{
    private const string Prefix = "portfolio:";

    private readonly Subscribers _subscribers = new();
    private readonly HashSet<GatewaySocket> _new = [];

    /// <summary>What was told last of each part, without its time.</summary>
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _told = new(StringComparer.Ordinal);
    private HashSet<string> _held = [];

    public WalletAddress Wallet => wallet;

    public bool IsEmpty => !_subscribers.Any;

    public IReadOnlyCollection<GatewaySocket> Sockets => _subscribers.Sockets;

    /// <summary>What it held when it was told of last.</summary>
    public IReadOnlyCollection<string> Held => _held;

    /// <summary>What it has realized on what it holds or held, as last read.</summary>
    public IReadOnlyList<RealizedRow> Realized { get; set; } = [];

    /// <summary>True: something has happened to it, or somebody waits for it.</summary>
    public bool IsDue { get; set; }

    /// <summary>True: it has realized something since <see cref="Realized"/> was read.</summary>
    public bool HasRealized { get; set; } = true;

    /// <summary>As of what it was read last; -1: it was not.</summary>
    public long Sequence { get; private set; } = -1;

    /// <summary>When it was read last, in ticks of the hub.</summary>
    public long ReadAt { get; set; } = long.MinValue / 2;

    /// <returns>False: the symbols would be more than a socket may name.</returns>
    public bool Add(GatewaySocket socket, IReadOnlyCollection<string>? symbols)
    {
        if (!_subscribers.Add(socket, symbols))
            return false;
        _new.Add(socket);
        IsDue = true;
        return true;
    }

    public void Remove(GatewaySocket socket, IReadOnlyCollection<string>? symbols)
    {
        _subscribers.Remove(socket, symbols);
        if (!Sockets.Contains(socket))
            _new.Remove(socket);
    }

    /// <summary>A position that expired: nobody may miss it.</summary>
    public void Take(SettlementEvent settled)
    {
        ReadOnlyMemory<byte> text = SocketMessages.Expired(settled);
        foreach (GatewaySocket socket in Sockets.Where(one => _subscribers.Hears(one, settled.Settlement.Symbol)))
            socket.Send(text, MessageClass.PrivateDurable);
    }

    public void Take(WalletPicture picture)
    {
        Sequence = picture.Sequence;
        foreach (GatewaySocket socket in _new)
            socket.Send(Initial(picture, socket), MessageClass.ReplaceablePrivate);
        TellPositions(picture);
        Tell(picture, "BalanceUpdate", "balance", writer => picture.Json(0).WriteUsed(writer));
        Tell(picture, "MarginUpdate", "margin", writer => picture.Json(0).WriteMargins(writer));
        Tell(picture, "GreeksUpdate", "greeks", writer => PositionGreeks.WriteAll(writer, picture.Report.Positions));
        _new.Clear();
    }

    private ReadOnlyMemory<byte> Initial(WalletPicture picture, GatewaySocket socket) =>
        StandingMessages.Portfolio(picture, "Initial", writer =>
        {
            writer.WriteObjects(
                "positions",
                picture.Report.Positions.Where(position => _subscribers.Hears(socket, position.Symbol)),
                picture.Json(picture.TimestampMs).WritePosition);
        });

    /// <summary>One that is closed is told with amount 0.</summary>
    private void TellPositions(WalletPicture picture)
    {
        HashSet<string> held = [.. picture.Report.Positions.Select(position => position.Symbol)];
        foreach (string closed in _held.Except(held))
            TellPosition(picture, NoneOf(closed));
        foreach (PositionReport position in picture.Report.Positions)
            TellPosition(picture, position);
        foreach (string closed in _held.Except(held))
            _told.Remove(KeyOf(closed));
        _held = held;
    }

    private void TellPosition(WalletPicture picture, PositionReport position)
    {
        string key = KeyOf(position.Symbol);
        if (!IsNews(key, writer => picture.Json(0).WritePosition(writer, position)))
            return;
        ReadOnlyMemory<byte> text = StandingMessages.Portfolio(picture, "PositionUpdate", writer =>
        {
            writer.WriteStartObject("position");
            picture.Json(picture.TimestampMs).WritePosition(writer, position);
            writer.WriteEndObject();
        });
        // Who is new has it already, with the others.
        foreach (GatewaySocket socket in Sockets.Where(one => !_new.Contains(one)))
        {
            if (_subscribers.Hears(socket, position.Symbol))
                socket.Send(text, MessageClass.ReplaceablePrivate, Prefix + key);
        }
    }

    private void Tell(WalletPicture picture, string kind, string key, Action<Utf8JsonWriter> members)
    {
        bool isNews = IsNews(key, members);
        if (!isNews && _new.Count == 0)
            return;
        ReadOnlyMemory<byte> text = StandingMessages.Portfolio(picture, kind, members);
        foreach (GatewaySocket socket in isNews ? Sockets : _new)
            socket.Send(text, MessageClass.ReplaceablePrivate, Prefix + key);
    }

    /// <summary>Whether a part says something else than it did.</summary>
    private bool IsNews(string key, Action<Utf8JsonWriter> members)
    {
        ReadOnlyMemory<byte> now = SocketMessages.Object(members);
        if (_told.TryGetValue(key, out ReadOnlyMemory<byte> before) && before.Span.SequenceEqual(now.Span))
            return false;
        _told[key] = now;
        return true;
    }

    private static string KeyOf(string symbol) => "position:" + symbol;

    private static PositionReport NoneOf(string symbol) =>
        new(symbol, default, default, default, null, null, default, default, null, null);
}
