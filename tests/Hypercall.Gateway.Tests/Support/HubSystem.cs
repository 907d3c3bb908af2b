using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Akka.TestKit;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>A gateway's system without a venue: where it looks for views stands a stub, where a test wants one.</summary>
internal static class HubSystem
{
    public const string Partition = "main";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <summary>Begins one.</summary>
    /// <param name="name">Names it.</param>
    /// <param name="hasTestClock">Whether time passes only by <see cref="TickAsync"/>.</param>
    public static ActorSystem Begin(string name, bool hasTestClock = true)
    {
        Config config = ConfigurationFactory.ParseString("""
            hypercall.journal.choice = memory
            akka.loglevel = ERROR
            akka.stdout-loglevel = OFF
            """);
        if (hasTestClock)
        {
            config = ConfigurationFactory.ParseString(
                "akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"").WithFallback(config);
        }

        var system = ActorSystem.Create(name, HypercallConfig.Compose(config));
        ActorRegistry.For(system).Register<VenueEntry>(ActorRefs.Nobody);
        return system;
    }

    /// <summary>Has views, and a follower where one is given; they are there when it returns.</summary>
    /// <returns>What hears <see cref="ViewNodeStub.Anew"/>.</returns>
    public static IActorRef BeginViews(
        ActorSystem system, Props market, Props? marketAnew = null, Props? follower = null)
    {
        IActorRef stub = system.ActorOf(
            Props.Create(() => new ViewNodeStub(market, marketAnew ?? market, follower)),
            HypercallCluster.ViewPath("market", Partition).Split('/')[2]);
        stub.Ask<ActorIdentity>(new Identify(null)).GetAwaiter().GetResult();
        return stub;
    }

    /// <summary>Lets 100 ms of a test's clock pass, and waits until the hub has done what was due.</summary>
    public static async Task TickAsync(ActorSystem system, IActorRef hub)
    {
        ((TestScheduler)system.Scheduler).Advance(Tick);
        await hub.Ask<ActorIdentity>(new Identify(null));
    }
}
