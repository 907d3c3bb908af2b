using Akka.Actor;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Standing;

namespace Hypercall.Gateway.Sockets;

/// <summary>To the hub: a socket wants a channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Name">How the socket called it.</param>
/// <param name="Wallet">Whose, where it is of one wallet.</param>
/// <param name="Symbols">Of which symbols; null: of all.</param>
/// <param name="Chain">Of which rows of the chains, on their channel.</param>
/// <param name="Id">Given back in the answer.</param>
internal sealed record Join(
    GatewaySocket Socket,
    Channel Channel,
    string Name,
    WalletAddress? Wallet,
    IReadOnlyCollection<string>? Symbols,
    ChainFilter Chain,
    string? Id) : INoSerializationVerificationNeeded;

/// <summary>To the hub: a socket wants a channel, or symbols of it, no longer.</summary>
internal sealed record Leave(
    GatewaySocket Socket,
    Channel Channel,
    string Name,
    WalletAddress? Wallet,
    IReadOnlyCollection<string>? Symbols,
    ChainFilter Chain,
    string? Id) : INoSerializationVerificationNeeded;

/// <summary>To the hub: a socket is closed.</summary>
internal sealed record Gone(GatewaySocket Socket) : INoSerializationVerificationNeeded;
