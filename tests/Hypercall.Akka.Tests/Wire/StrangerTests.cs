using System.Net.Security;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.SysMsg;
using Akka.Remote;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Serialization;
using Hypercall.Actors.Tests.Support;
using Hypercall.Actors.Wire;
using Hypercall.Cli.Running;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Hypercall.Actors.Tests.Wire;

/// <summary>
/// A node with certificates over real TCP, and who comes to its port: without the authority's certificate no message,
/// join, selection or system message has any effect.
/// </summary>
[Collection(ProcessCollection.Name)]
[Trait("Category", "Processes")]
public sealed class StrangerTests : IAsyncLifetime
{
    private const string Partition = "main";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryDirectory _directory = new();
    private ActorSystem _node = null!;
    private HypercallCluster _cluster = null!;

    private Address NodeAddress => AkkaCluster.Get(_node).SelfAddress;

    private string Own => Path.Combine(_directory.Path, "own", "127.0.0.1");

    private string Anothers => Path.Combine(_directory.Path, "another", "127.0.0.1");

    public async Task InitializeAsync()
    {
        Certify("own", TimeProvider.System.GetUtcNow());
        Certify("another", TimeProvider.System.GetUtcNow());
        Config config = Settings("hypercall.roles = [engine]", Own);
        _node = ActorSystem.Create("hypercall", WireSecurity.SetupOf(config));
        _cluster = await HypercallCluster.StartAsync(_node, ClusterSettings.Read(config));
        AkkaCluster.Get(_node).Join(NodeAddress);
        await Eventually.HoldsAsync(Patience, async () => (await HealthAsync()).State == PartitionState.Ready);
    }

    public async Task DisposeAsync()
    {
        await CoordinatedShutdown.Get(_node).Run(CoordinatedShutdown.ClrExitReason.Instance);
        _directory.Dispose();
    }

    [Fact]
    public async Task A_host_with_the_authoritys_certificate_is_answered()
    {
        using ActorSystem host = SystemOf("akka.actor.provider = remote", Own);
        IActorRef contacts = host.ActorOf(ClusterContacts.Props([NodeAddress]));

        await Eventually.HoldsAsync(Patience, async () =>
            await contacts.Ask<object>(new QueryHealth(Partition, 1), Patience) is PartitionHealth);
        Assert.Equal("akka.ssl.tcp", NodeAddress.Protocol);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stranger_has_no_effect(bool hasAnothersCertificate)
    {
        PartitionHealth before = await HealthAsync();
        using ActorSystem stranger = SystemOf(
            "hypercall.roles = [engine]", hasAnothersCertificate ? Anothers : string.Empty);
        Address target = NodeAddress.WithProtocol(hasAnothersCertificate ? "akka.ssl.tcp" : "akka.tcp");
        Task refused = RefusedAsync(stranger, target);

        Task<ActorIdentity> found = Attack(stranger, target);
        // Akka ends a system that fails to prove itself; one that does not even try goes on.
        await Task.WhenAny(refused, stranger.WhenTerminated).WaitAsync(Patience);

        Assert.Null(found.IsCompletedSuccessfully ? (await found).Subject : null);
        Assert.Equal([NodeAddress], AkkaCluster.Get(_node).State.Members.Select(member => member.Address));
        foreach (IActorRef actor in new[] { _cluster.Entry, _cluster.Region })
            Assert.Equal(actor, (await actor.Ask<ActorIdentity>(new Identify(0), Patience)).Subject);
        PartitionHealth after = await HealthAsync();
        Assert.Equal(
            (before.State, before.Epoch, before.Sequence, before.Starts),
            (after.State, after.Epoch, after.Sequence, after.Starts));
    }

    [Fact]
    public async Task A_connection_that_shows_no_certificate_is_closed_unheard()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(NodeAddress.Host!, NodeAddress.Port!.Value);
        await using var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);

        Exception? refused = await Record.ExceptionAsync(async () =>
        {
            await stream.AuthenticateAsClientAsync(NodeAddress.Host!);
            await stream.WriteAsync(new byte[64]);
            if (await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) == 0)
                throw new EndOfStreamException();
        });

        Assert.IsAssignableFrom<IOException>(refused);
    }

    [Fact]
    public void A_certificate_that_has_ended_starts_no_node()
    {
        Certify("old", TimeProvider.System.GetUtcNow().AddDays(-40));

        var exception = Assert.Throws<SettingException>(() => SystemOf(
            "akka.actor.provider = remote", Path.Combine(_directory.Path, "old", "127.0.0.1")));

        Assert.Equal("hypercall.wire.certificates", exception.Path);
        Assert.Contains("node.pem", exception.Message, StringComparison.Ordinal);
    }

    private void Certify(string authority, DateTimeOffset now)
    {
        string folder = Path.Combine(_directory.Path, authority);
        VenueAuthority.Open(folder, now).Certify(folder, "127.0.0.1", days: 30);
    }

    private static ActorSystem SystemOf(string more, string certificates) =>
        ActorSystem.Create("hypercall", WireSecurity.SetupOf(Settings(more, certificates)));

    private static Config Settings(string more, string certificates) => HypercallConfig.Compose(
        ConfigurationFactory.ParseString(
            $"""
            hypercall.journal.choice = memory
            hypercall.wire.certificates = "{certificates}"
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.loggers = []
            akka.log-dead-letters = off
            {more}
            """).WithFallback(HypercallConfig.Load("cluster.conf")));

    private Task<PartitionHealth> HealthAsync() =>
        _cluster.Entry.Ask<PartitionHealth>(new QueryHealth(Partition, 1), Patience);

    /// <summary>Whatever whoever reaches a port may try; the last is asked for.</summary>
    private static Task<ActorIdentity> Attack(ActorSystem stranger, Address target)
    {
        if (stranger.Settings.ProviderClass.Contains("Cluster", StringComparison.Ordinal))
            AkkaCluster.Get(stranger).Join(target);
        foreach (string path in new[] { HypercallCluster.EntryPath, "/system/sharding/partition", "/system/cluster" })
        {
            ActorSelection selection = stranger.ActorSelection(target + path);
            selection.Tell(new Submit(Partition, 7, 42, SampleMessages.Encoded));
            selection.Tell(PoisonPill.Instance);
            selection.Tell(Kill.Instance);
            var actor = (IInternalActorRef)((ExtendedActorSystem)stranger).Provider.ResolveActorRef(target + path);
            actor.SendSystemMessage(new Terminate());
        }

        return stranger.ActorSelection(target + HypercallCluster.EntryPath)
            .Ask<ActorIdentity>(new Identify(1), Patience);
    }

    /// <summary>Until the stranger's transport reports that it was not let in.</summary>
    private static Task RefusedAsync(ActorSystem stranger, Address target)
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IActorRef listener = stranger.ActorOf(Props.Create(() => new Listener(target, refused)));
        stranger.EventStream.Subscribe(listener, typeof(RemotingLifecycleEvent));
        return refused.Task;
    }

    private sealed class Listener(Address target, TaskCompletionSource refused) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is AssociationEvent association
                && association is AssociationErrorEvent or DisassociatedEvent
                && association.RemoteAddress == target)
                refused.TrySetResult();
        }
    }
}
