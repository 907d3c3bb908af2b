using Akka.Actor;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Hosting;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Reads;
using Hypercall.Gateway.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Hypercall.Gateway.Deribit;

/// <summary>What sockets of Deribit's face share, and their path.</summary>
internal sealed class DeribitSockets(
    GatewayVenue venue,
    GatewayOptions options,
    SequenceClock clock,
    DeribitMethods methods,
    DeribitAuth auth,
    DeribitPoll poll,
    DeribitOwnFeed own,
    ListedOptions listed,
    RateLimits limits,
    SocketServices sockets,
    SocketDoor door) : IGatewayRoutes
{
    public GatewayOptions Options => options;

    public DeribitMethods Methods => methods;

    public DeribitAuth Auth => auth;

    public RateLimits Limits => limits;

    public ListedOptions Listed => listed;

    public SocketServices Sockets => sockets;

    /// <summary>Tells sockets what they subscribed to.</summary>
    public IActorRef Hub { get; } = venue.System.ActorOf(DeribitHub.Props(venue, clock, poll, own, listed));

    public RequestTimes Now() => new(
        options.Time, RequestTimes.NowUs(options.Time), GatewayOptions.IsTestnet(options.ChainId));

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/ws/api/v2", context => door.AcceptAsync(
        context, socket => new DeribitSession(socket, this, DeribitRoutes.IsConfidential(context))));
}
