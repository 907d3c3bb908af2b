namespace Hypercall.Gateway.Sockets;

/// <summary>
/// Which sockets listen to what, found from both ends: a message costs those who hear it, a socket that leaves its own
/// topics.
/// </summary>
internal sealed class Listeners<TTopic>
    where TTopic : notnull
{
    private readonly SetIndex<TTopic, GatewaySocket> _sockets = new();
    private readonly SetIndex<GatewaySocket, TTopic> _topics = new();

    /// <summary>Those who listen to anything.</summary>
    public IReadOnlyCollection<GatewaySocket> All => _topics.Keys;

    public IReadOnlyCollection<GatewaySocket> Of(TTopic topic) => _sockets.Of(topic);

    public IReadOnlyCollection<TTopic> TopicsOf(GatewaySocket socket) => _topics.Of(socket);

    public bool Hears(GatewaySocket socket, TTopic topic) => _topics.Contains(socket, topic);

    public void Add(GatewaySocket socket, TTopic topic)
    {
        _sockets.Add(topic, socket);
        _topics.Add(socket, topic);
    }

    public void Remove(GatewaySocket socket, TTopic topic)
    {
        _sockets.Remove(topic, socket);
        _topics.Remove(socket, topic);
    }
}
