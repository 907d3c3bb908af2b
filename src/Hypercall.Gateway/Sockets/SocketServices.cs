using Akka.Actor;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Hosting;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Reads;
using Hypercall.Gateway.Standing;
using Hypercall.Gateway.Writes;
using Microsoft.Extensions.Logging;

namespace Hypercall.Gateway.Sockets;

/// <summary>What sockets share.</summary>
internal sealed class SocketServices(
    GatewayVenue venue,
    GatewayOptions options,
    IAccountDirectory accounts,
    ProofOfWallet proof,
    PastReads past,
    RateLimits limits,
    OrderWrites orders,
    WriteDesk desk,
    GuardedWallets guarded,
    SequenceClock clock,
    StandingPoll poll,
    ILogger<SocketServices> log)
{
    public GatewayOptions Options => options;

    public ProofOfWallet Proof => proof;

    public RateLimits Limits => limits;

    public OrderWrites Orders => orders;

    public WriteDesk Desk => desk;

    public GuardedWallets Guarded => guarded;

    /// <summary>Tells sockets what they subscribed to.</summary>
    public IActorRef Hub { get; } = venue.System.ActorOf(SocketHub.Props(venue, clock));

    /// <summary>As <see cref="Hub"/>, of what has no events.</summary>
    public IActorRef Standing { get; } = venue.System.ActorOf(StandingHub.Props(venue, clock, poll));

    public long NowMs => options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Whether the wallet has armed its dead-man's switch itself. One that a gateway armed is taken over: this gateway
    /// guards the wallet for nobody else, and another that did may have been killed.
    /// </summary>
    public async Task<bool> HasOwnTimerAsync(WalletAddress wallet) =>
        await accounts.TimerOfAsync(wallet, CancellationToken.None) is { } dueMs
        && !await past.IsGuardAsync(wallet, dueMs, clock.Known, CancellationToken.None);

    /// <summary>Something that nobody waits for has failed.</summary>
    public void Failed(Exception failure) => log.LogError(failure, "a socket's command failed");
}
