using Akka.Event;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Hypercall.Gateway.Hosting;

/// <summary>Sends what the gateway and its server log to the actor system's log: a node has one.</summary>
internal sealed class AkkaLogging(ILoggingAdapter log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(log, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(ILoggingAdapter log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            string text = $"{category}: {formatter(state, exception)}";
            if (logLevel >= LogLevel.Error)
                log.Error(exception, "{0}", text);
            else
                log.Warning(exception, "{0}", text);
        }
    }
}
