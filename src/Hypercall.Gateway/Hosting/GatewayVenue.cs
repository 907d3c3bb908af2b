using Akka.Hosting;
using Hypercall.Actors.Client;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;
using Hypercall.Sequencer.Client;

namespace Hypercall.Gateway.Hosting;

/// <summary>
/// The venue as a gateway reaches it from its own actor system: the way in for commands, and this system's views of the
/// partition, which run in a view node of a cluster or where <see cref="HypercallSystem.StartViews"/> started them.
/// </summary>
public sealed class GatewayVenue
{
    private readonly EngineClientOptions _client;

    private GatewayVenue(ActorSystem system, string partition)
    {
        System = system;
        Partition = partition;
        // Parts of the gateway are persistent too, and may be made before the venue is started.
        HypercallSystem.LoadPersistence(system);
        _client = HypercallSettings.Read(system.Settings.Config).Client;
    }

    /// <summary>The actor system.</summary>
    public ActorSystem System { get; }

    /// <summary>The market partition.</summary>
    public string Partition { get; }

    /// <summary>Takes the partition's messages, once the venue is started or reached.</summary>
    public IActorRef Entry => ActorRegistry.For(System).Get<VenueEntry>();

    /// <summary>The venue of a system in which it is started.</summary>
    public static GatewayVenue Of(ActorSystem system, string partition) => new(system, partition);

    /// <summary>A view or follower of the partition in this system.</summary>
    /// <param name="kind">market, portfolio, statistics or follower.</param>
    public ActorSelection View(string kind) => System.ActorSelection(HypercallCluster.ViewPath(kind, Partition));

    /// <summary>A client whose commands wait in the signer's share of the engine's queue.</summary>
    internal IEngineClient NewClient(WalletAddress signer) =>
        new EngineClient(Entry, Partition, _client, SubmitterOf(signer));

    /// <summary>The same on every gateway: nobody gets more of the queue by going to several.</summary>
    private static long SubmitterOf(WalletAddress signer)
    {
        Span<byte> bytes = stackalloc byte[WalletAddress.Length];
        signer.CopyTo(bytes);
        return global::System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes[^8..]);
    }
}
