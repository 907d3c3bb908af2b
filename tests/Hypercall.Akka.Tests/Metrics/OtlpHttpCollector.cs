using System.Net;
using Hypercall.Actors.Tests.Processes;

namespace Hypercall.Actors.Tests.Metrics;

/// <summary>A collector that takes OTLP over HTTP/1.1.</summary>
internal sealed class OtlpHttpCollector : OtlpCollector
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public OtlpHttpCollector()
    {
        Url = $"http://127.0.0.1:{NodeFleet.FreePorts(1)[0]}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public override string Protocol => "http-protobuf";

    public override string Url { get; }

    public override void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (await NextAsync() is { } context)
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Note(new OtlpPost(context.Request.Url!.PathAndQuery, context.Request.ContentType, body.ToArray()));
            context.Response.ContentType = context.Request.ContentType;
            context.Response.Close();
        }
    }

    /// <summary>The next request; null once the listener was closed, which ends the wait with an error.</summary>
    private async Task<HttpListenerContext?> NextAsync()
    {
        try
        {
            return await _listener.GetContextAsync();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException
            && !_listener.IsListening)
        {
            return null;
        }
    }
}
