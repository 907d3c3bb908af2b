using System.Net.Sockets;
using Hypercall.Actors.Wire;

namespace Hypercall.Cli.Running;

/// <summary>
/// Makes the actor system of a node; that its address cannot be had, or Akka not take a setting, is the user's to mend.
/// </summary>
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
        catch (Exception exception) when (exception is not SettingException)
        {
            throw new InputException("the settings under akka", CauseOf(exception).Message);
        }
    }

    private static Exception CauseOf(Exception exception) =>
        exception.InnerException is { } inner ? CauseOf(inner) : exception;

    private static SocketException? SocketFailureOf(Exception? exception) => exception switch
    {
        null => null,
        SocketException failure => failure,
        AggregateException several =>
            several.InnerExceptions.Select(SocketFailureOf).FirstOrDefault(failure => failure is not null),
        _ => SocketFailureOf(exception.InnerException),
    };
}
