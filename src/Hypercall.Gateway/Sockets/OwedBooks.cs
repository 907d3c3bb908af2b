namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Whole books that sockets are still to be sent, each socket as many as it has room for: what it waits for is told as
/// it stands when its turn comes, so that a book which changes meanwhile is sent once.
/// </summary>
internal sealed class OwedBooks
{
    private const int MostAtOnce = 512;

    private readonly Dictionary<GatewaySocket, Owed> _bySocket = [];

    /// <summary>Symbols in their order; one stands in <see cref="Symbols"/> too until it is sent.</summary>
    private sealed record Owed(Queue<string> Order, HashSet<string> Symbols);

    /// <summary>Has a socket be sent a book.</summary>
    public void Owe(GatewaySocket socket, string symbol)
    {
        if (!_bySocket.TryGetValue(socket, out Owed? owed))
            _bySocket.Add(socket, owed = new Owed(new Queue<string>(), new HashSet<string>(StringComparer.Ordinal)));
        if (owed.Symbols.Add(symbol))
            owed.Order.Enqueue(symbol);
    }

    /// <summary>Whether a socket has still to be sent a book.</summary>
    public bool IsOwed(GatewaySocket socket, string symbol) =>
        _bySocket.TryGetValue(socket, out Owed? owed) && owed.Symbols.Contains(symbol);

    public void Forget(GatewaySocket socket) => _bySocket.Remove(socket);

    /// <summary>Sends every socket what it has room for.</summary>
    /// <param name="send">Sends a book; called only where it is owed.</param>
    public void Pay(Action<GatewaySocket, string> send)
    {
        foreach (GatewaySocket socket in _bySocket.Keys.ToArray())
            Pay(socket, send);
    }

    /// <summary>Sends one socket what it has room for.</summary>
    public void Pay(GatewaySocket socket, Action<GatewaySocket, string> send)
    {
        if (!_bySocket.TryGetValue(socket, out Owed? owed))
            return;
        for (int left = MostAtOnce; left > 0 && socket.HasRoom && owed.Order.TryDequeue(out string? symbol); left--)
        {
            owed.Symbols.Remove(symbol);
            send(socket, symbol);
        }

        if (owed.Order.Count == 0)
            _bySocket.Remove(socket);
    }
}
