using Hypercall.Gateway.Standing;

namespace Hypercall.Gateway.Sockets;

/// <summary>To the hub, of a socket.</summary>
internal abstract record SocketMessage(GatewaySocket Socket) : INoSerializationVerificationNeeded;

/// <summary>A socket wants a channel, or symbols of it, or wants them no longer.</summary>
/// <param name="Name">How the socket called it.</param>
/// <param name="Wallet">Whose, where it is of one wallet.</param>
/// <param name="Symbols">Of which symbols; null: of all.</param>
/// <param name="Chain">Of which rows of the chains, on their channel.</param>
/// <param name="Id">Given back in the answer.</param>
/// <param name="IsWanted">False: no longer.</param>
internal sealed record Subscription(
    GatewaySocket Socket,
    Channel Channel,
    string Name,
    WalletAddress? Wallet,
    IReadOnlyCollection<string>? Symbols,
    ChainFilter Chain,
    string? Id,
    bool IsWanted = true) : SocketMessage(Socket)
{
    /// <summary>Tells the socket that it has begun, or ended.</summary>
    public void Answer() => Socket.Send(
        SocketMessages.Answer(IsWanted ? "Subscribed" : "Unsubscribed", Name, Id), MessageClass.CommandResult);
}

/// <summary>A socket is closed.</summary>
internal sealed record Gone(GatewaySocket Socket) : SocketMessage(Socket);
