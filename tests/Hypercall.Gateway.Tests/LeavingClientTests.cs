using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Hypercall.Gateway.Tests;

/// <summary>Who leaves in the middle of a request is no failure: strangers cannot fill the log.</summary>
public sealed class LeavingClientTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("/order")]
    [InlineData("/api/v2")]
    public async Task A_connection_that_is_reset_within_a_body_leaves_nothing_in_the_log(string path)
    {
        using var log = new Recorder();
        await using GatewayHost gateway = await GatewayHost.StartAsync(
            venue.System,
            GatewayOptions.Read(venue.System.Settings.Config),
            builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        using (var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            client.LingerState = new LingerOption(true, 0);
            await client.ConnectAsync(IPAddress.Loopback, gateway.Url.Port);
            await client.SendAsync(Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: 500\r\n\r\n{{").AsMemory());
            await log.Until("RequestBodyStart").WaitAsync(Patience);
        }

        await log.Until("ConnectionStop").WaitAsync(Patience);

        Assert.Empty(log.Warnings);
    }

    /// <summary>Warnings and worse, and which of the server's events there were.</summary>
    private sealed class Recorder : ILoggerProvider, ILogger
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _events = new();

        public ConcurrentQueue<string> Warnings { get; } = new();

        public Task Until(string name) => EventOf(name).Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
                Warnings.Enqueue(formatter(state, exception));
            if (eventId.Name is { } name)
                EventOf(name).TrySetResult();
        }

        public void Dispose()
        {
        }

        private TaskCompletionSource EventOf(string name) => _events.GetOrAdd(
            name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
