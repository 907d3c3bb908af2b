using System.Net.Sockets;
using Hypercall.Actors.Wire;

namespace Hypercall.Cli.Running;

/// <summary>Makes the actor system of a node; that its address cannot be had is the user's to mend.</summary>
internal static class NodeSystem
{
    public static ActorSystem Create(Config config)
    {
        try
        {
            return ActorSystem.Create(NodeAddress.SystemName, WireSecurity.SetupOf(config));
        }
        catch (Exception exception) when (SocketFailureOf(exception) is { } failure)
        {
            string host = config.GetString("akka.remote.dot-netty.tcp.hostname");
            int port = config.GetInt("akka.remote.dot-netty.tcp.port");
            throw new InputException($"{host}:{port}", failure.Message);
        }
    }

    private static SocketException? SocketFailureOf(Exception? exception) => exception switch
    {
        null => null,
        SocketException failure => failure,
        AggregateException several =>
            several.InnerExceptions.Select(SocketFailureOf).FirstOrDefault(failure => failure is not null),
        _ => SocketFailureOf(exception.InnerException),
    };
}
