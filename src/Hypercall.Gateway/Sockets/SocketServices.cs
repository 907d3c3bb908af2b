using Akka.Actor;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Hosting;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Standing;
using Hypercall.Gateway.Writes;
using Microsoft.Extensions.Logging;

namespace Hypercall.Gateway.Sockets;

/// <summary>What sockets share.</summary>
internal sealed class SocketServices(
    GatewayVenue venue,
    GatewayOptions options,
    ProofOfWallet proof,
    RateLimits limits,
    OrderWrites orders,
    WriteDesk desk,
    WalletGuards guards,
    AgentWatch watch,
    SequenceClock clock,
    StandingPoll poll,
    ILogger<SocketServices> log)
{
    public GatewayOptions Options => options;

    public ProofOfWallet Proof => proof;

    public RateLimits Limits => limits;

    public OrderWrites Orders => orders;

    public WriteDesk Desk => desk;

    public WalletGuards Guards => guards;

    /// <summary>Closes sockets whose agent is revoked.</summary>
    public AgentWatch Watch => watch;

    /// <summary>Tells sockets what they subscribed to.</summary>
    public IActorRef Hub { get; } = venue.System.ActorOf(SocketHub.Props(venue, clock));

    /// <summary>As <see cref="Hub"/>, of what has no events.</summary>
    public IActorRef Standing { get; } = venue.System.ActorOf(StandingHub.Props(venue, clock, poll));

    public long NowMs => options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Something that nobody waits for has failed.</summary>
    public void Failed(Exception failure) => log.LogError(failure, "a socket's command failed");
}
