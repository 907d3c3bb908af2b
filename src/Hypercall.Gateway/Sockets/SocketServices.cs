using Hypercall.Gateway.Deribit;
using Hypercall.Gateway.Standing;

namespace Hypercall.Gateway.Sockets;

/// <summary>What sockets of both faces share.</summary>
internal sealed record SocketServices(
    GatewayVenue Venue,
    GatewayOptions Options,
    ProofOfWallet Proof,
    RateLimits Limits,
    OrderWrites Orders,
    WriteDesk Desk,
    ReplicaReads Replica,
    WalletGuards Guards,
    AgentWatch Watch,
    SequenceClock Clock,
    StandingPoll Poll,
    DeribitPoll DeribitPoll,
    DeribitOwnFeed Own,
    ListedOptions Listed,
    ILogger<SocketServices> Log) : IDisposable
{
    /// <summary>Tells sockets what they subscribed to.</summary>
    public IActorRef Hub { get; } = Venue.System.ActorOf(SocketHub.Props(Venue, Clock, hub =>
    [
        new VenueChannels(hub), new StandingChannels(hub, Poll), new DeribitChannels(hub, DeribitPoll, Own, Listed),
    ]));

    /// <summary>The hub is no part of the gateway's host: it would go on in its system.</summary>
    public void Dispose() => Venue.System.Stop(Hub);

    /// <summary>Something that nobody waits for has failed.</summary>
    public void Failed(Exception failure) => Log.LogError(failure, "a socket's command failed");
}
