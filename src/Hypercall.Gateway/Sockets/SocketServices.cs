using Akka.Actor;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Hosting;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Signing;
using Hypercall.Gateway.Writes;
using Microsoft.Extensions.Logging;

namespace Hypercall.Gateway.Sockets;

/// <summary>What sockets share.</summary>
internal sealed class SocketServices(
    GatewayVenue venue,
    GatewayOptions options,
    SigningDomain domain,
    SignerDoor door,
    IAccountDirectory accounts,
    RateLimits limits,
    OrderWrites orders,
    WriteDesk desk,
    GuardedWallets guarded,
    SequenceClock clock,
    ILogger<SocketServices> log)
{
    public GatewayOptions Options => options;

    public SigningDomain Domain => domain;

    public SignerDoor Door => door;

    public IAccountDirectory Accounts => accounts;

    public RateLimits Limits => limits;

    public OrderWrites Orders => orders;

    public WriteDesk Desk => desk;

    public GuardedWallets Guarded => guarded;

    /// <summary>Tells sockets what they subscribed to.</summary>
    public IActorRef Hub { get; } = venue.System.ActorOf(SocketHub.Props(venue, clock));

    public long NowMs => options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Whether the wallet's dead-man's switch is armed, by itself as this gateway does not.</summary>
    public ValueTask<bool> HasOwnTimerAsync(WalletAddress wallet) =>
        accounts.IsTimerArmedAsync(wallet, CancellationToken.None);

    /// <summary>Something that nobody waits for has failed.</summary>
    public void Failed(Exception failure) => log.LogError(failure, "a socket's command failed");
}
