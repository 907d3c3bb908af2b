using System.IO.Pipelines;
using System.Net;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Tests;

/// <summary>Answers that nobody reads are held by the gateway: so many bytes of them for an address.</summary>
public sealed class UnreadAnswerTests
{
    private const int Most = 64 << 10;

    private readonly ServiceProvider _services = new ServiceCollection()
        .AddSingleton(new UnreadAnswers(
            new GatewayOptions { Url = null, Partition = "main", UnreadBytesPerAddress = Most }))
        .BuildServiceProvider();

    [Fact]
    public async Task What_an_address_leaves_unread_is_bounded_and_what_is_beyond_is_cut_off()
    {
        Asked first = Ask("192.0.2.1", Most - 1);
        Asked other = Ask("192.0.2.2", 10 * Most);
        Asked small = Ask("192.0.2.1", 1);
        Asked beyond = Ask("192.0.2.1", 1);

        Assert.Equal(
            (false, false, false, true), (first.IsCutOff, other.IsCutOff, small.IsCutOff, beyond.IsCutOff));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beyond.Sending);
        foreach (Asked asked in (Asked[])[first, small])
            await asked.ReadAsync();
        Asked large = Ask("192.0.2.1", 10 * Most);
        Assert.False(large.IsCutOff);
        await large.ReadAsync();
        await other.ReadAsync();
    }

    private Asked Ask(string address, int bytes) => new(_services, address, bytes);

    /// <summary>A request whose answer is held until it is read.</summary>
    private sealed class Asked : IHttpResponseBodyFeature, IHttpRequestLifetimeFeature
    {
        private readonly Pipe _body = new(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        private readonly CancellationTokenSource _aborted = new();

        public Asked(IServiceProvider services, string address, int bytes)
        {
            var context = new DefaultHttpContext { RequestServices = services };
            context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            context.Features.Set<IHttpResponseBodyFeature>(this);
            context.Features.Set<IHttpRequestLifetimeFeature>(this);
            var answer = new Answer(
                StatusCodes.Status200OK, null, writer => writer.WriteRawValue(new string('1', bytes)));
            Sending = answer.ExecuteAsync(context);
        }

        public Task Sending { get; }

        public bool IsCutOff => _aborted.IsCancellationRequested;

        public Stream Stream => throw new NotSupportedException();

        public PipeWriter Writer => _body.Writer;

        public CancellationToken RequestAborted
        {
            get => _aborted.Token;
            set => throw new NotSupportedException();
        }

        /// <summary>Reads all of it.</summary>
        public async Task ReadAsync()
        {
            ReadResult read = await _body.Reader.ReadAsync();
            _body.Reader.AdvanceTo(read.Buffer.End);
            await Sending;
        }

        public void Abort() => _aborted.Cancel();

        public void DisableBuffering()
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task SendFileAsync(
            string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
