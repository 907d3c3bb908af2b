using Akka.Actor;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Standing;
using Hypercall.Gateway.Writes;
using Microsoft.Extensions.Logging;

namespace Hypercall.Gateway.Sockets;

/// <summary>What sockets share.</summary>
internal sealed record SocketServices(
    GatewayVenue Venue,
    GatewayOptions Options,
    ProofOfWallet Proof,
    RateLimits Limits,
    OrderWrites Orders,
    WriteDesk Desk,
    WalletGuards Guards,
    AgentWatch Watch,
    SequenceClock Clock,
    StandingPoll Poll,
    ILogger<SocketServices> Log)
{
    /// <summary>Tells sockets what they subscribed to.</summary>
    public IActorRef Hub { get; } = Venue.System.ActorOf(SocketHub.Props(Venue, Clock));

    /// <summary>As <see cref="Hub"/>, of what has no events.</summary>
    public IActorRef Standing { get; } = Venue.System.ActorOf(StandingHub.Props(Venue, Clock, Poll));

    public long NowMs => Options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Something that nobody waits for has failed.</summary>
    public void Failed(Exception failure) => Log.LogError(failure, "a socket's command failed");
}
