using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Clustering;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Processes;

namespace Hypercall.Actors.Tests.Wire;

/// <summary>A node that strangers could reach, or whose port is another's, does not start.</summary>
public sealed class OpenPortTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.11")]
    [InlineData("node1")]
    [InlineData("::")]
    [InlineData("")]
    public void An_address_that_others_reach_is_refused_without_certificates(string host)
    {
        var exception = Assert.Throws<SettingException>(() => Compose(host, "hypercall.roles = [engine]"));

        Assert.Equal("hypercall.wire.certificates", exception.Path);
    }

    [Theory]
    [InlineData("127.0.0.1", "hypercall.roles = [engine]")]
    [InlineData("127.0.0.2", "hypercall.roles = [gateway]")]
    [InlineData("localhost", "hypercall.roles = [view]")]
    [InlineData("::1", "hypercall.roles = [view]")]
    [InlineData("0.0.0.0", "")]
    public void This_machines_own_address_and_a_system_without_a_port_are_not(string host, string roles) =>
        Assert.Equal(host, Compose(host, roles).GetString("akka.remote.dot-netty.tcp.hostname"));

    [Fact]
    public void With_certificates_every_connection_is_encrypted()
    {
        Config config = Compose("0.0.0.0", "hypercall.roles = [engine], hypercall.wire.certificates = certificates");

        Assert.True(config.GetBoolean("akka.remote.dot-netty.tcp.enable-ssl"));
    }

    [Fact]
    public async Task A_system_that_was_opened_behind_our_back_gets_no_node()
    {
        Config config = ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp.hostname = 0.0.0.0")
            .WithFallback(Compose("127.0.0.1", "hypercall.roles = [engine], hypercall.journal.choice = memory"));
        using ActorSystem system = ActorSystem.Create("hypercall", config);

        await Assert.ThrowsAsync<SettingException>(() =>
            HypercallCluster.StartAsync(system, ClusterSettings.Read(config)));
    }

    [Fact]
    public void A_port_that_is_taken_ends_the_start()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        int port = ((IPEndPoint)holder.LocalEndpoint).Port;

        Exception exception = Assert.ThrowsAny<Exception>(() => Start(port));

        Assert.Contains(Causes(exception), cause => cause is SocketException
        {
            SocketErrorCode: SocketError.AddressAlreadyInUse,
        });
    }

    [Fact]
    public async Task A_port_of_another_node_ends_the_start_and_is_free_once_that_has_ended()
    {
        int port = NodeFleet.FreePorts(1)[0];
        ActorSystem first = Start(port);

        Assert.ThrowsAny<Exception>(() => Start(port));
        await first.Terminate();

        await Start(port).Terminate();
    }

    private static ActorSystem Start(int port) => ActorSystem.Create(
        "hypercall",
        Compose(
            "127.0.0.1",
            $"""
            hypercall.roles = [gateway]
            hypercall.journal.choice = memory
            akka.remote.dot-netty.tcp.port = {port}
            """));

    private static Config Compose(string host, string more) => HypercallConfig.Compose(
        ConfigurationFactory.ParseString(
            $"""
            {more}
            akka.remote.dot-netty.tcp.hostname = "{host}"
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            """));

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        yield return exception;
        IEnumerable<Exception> inner = exception switch
        {
            AggregateException all => all.InnerExceptions,
            { InnerException: { } one } => [one],
            _ => [],
        };
        foreach (Exception cause in inner.SelectMany(Causes))
            yield return cause;
    }
}
