using Akka.Dispatch;
using Akka.Event;

namespace Hypercall.Cli.Output;

/// <summary>
/// Akka's log as lines for a person, on standard error: time in UTC, level, where it comes from, what. Standard output
/// stays free for results.
/// </summary>
internal sealed class ReadableLogger : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized());
                break;
            case LogEvent entry when IsWorthALine(entry):
                Write(entry);
                break;
            case LogEvent:
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// Leaves out how often Akka tries what cannot work yet (reach a dead node, find the coordinator while it moves):
    /// the cluster says once that a node is gone, and the keeper who owns a partition. With loglevel DEBUG everything
    /// stays.
    /// </summary>
    private bool IsWorthALine(LogEvent entry)
    {
        bool isTrying = entry.LogSource.Contains("EndpointWriter-", StringComparison.Ordinal)
            || entry.LogSource.Contains("/endpointWriter", StringComparison.Ordinal)
            || entry.LogSource.StartsWith("remoting", StringComparison.Ordinal)
            || Source(entry.LogSource) == "partition"
            || entry.LogSource.Contains("/heartbeatSender", StringComparison.Ordinal);
        return !isTrying || Context.System.Settings.LogLevel == "DEBUG";
    }

    private static void Write(LogEvent entry)
    {
        string time = entry.Timestamp.ToUniversalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        string level = entry.LogLevel() switch
        {
            LogLevel.ErrorLevel => "ERROR",
            LogLevel.WarningLevel => "WARN ",
            LogLevel.InfoLevel => "INFO ",
            _ => "DEBUG",
        };
        string cause = entry.Cause is { } exception ? $" ({exception.GetType().Name}: {exception.Message})" : "";
        Console.Error.WriteLine($"{time} {level} {Source(entry.LogSource)}: {entry.Message}{cause}");
    }

    /// <summary>
    /// The last part of an actor's path, or the name before a bracket; what else stands there says nothing to a reader.
    /// </summary>
    private static string Source(string source)
    {
        int round = source.IndexOf('(', StringComparison.Ordinal);
        if (round > 0)
            return source[..round].Trim();
        string path = source.Trim('[', ']');
        string name = path[(path.LastIndexOf('/') + 1)..];
        int uid = name.IndexOf('#', StringComparison.Ordinal);
        return Uri.UnescapeDataString(uid > 0 ? name[..uid] : name);
    }
}
