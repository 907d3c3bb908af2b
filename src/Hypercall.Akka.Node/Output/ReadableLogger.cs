using System.Globalization;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace Hypercall.Akka.Node.Output;

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
            case LogEvent entry:
                Write(entry);
                break;
            default:
                Unhandled(message);
                break;
        }
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
