using System.Collections.Concurrent;

namespace Hypercall.Actors.Tests.Metrics;

/// <summary>
/// A collector on this machine's loopback that takes one of OTLP's protocols. It notes a request before it answers, so
/// that one is there once its sender has gone on.
/// </summary>
internal abstract class OtlpCollector : IDisposable
{
    private readonly ConcurrentQueue<OtlpPost> _posts = new();

    /// <summary>Value of <c>hypercall.metrics.otlp-protocol</c>.</summary>
    public abstract string Protocol { get; }

    /// <summary>Where it listens, without a path.</summary>
    public abstract string Url { get; }

    /// <summary>What came so far.</summary>
    public IReadOnlyCollection<OtlpPost> Posts => _posts;

    /// <summary>A collector of a protocol.</summary>
    public static OtlpCollector Start(string protocol) => protocol switch
    {
        "grpc" => new OtlpGrpcCollector(),
        "http-protobuf" => new OtlpHttpCollector(),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, "no protocol of OTLP"),
    };

    /// <summary>Each of the instruments has come.</summary>
    public void AssertReceived(params string[] instruments) => Assert.All(
        instruments, instrument => Assert.Contains(_posts, post => post.Holds(instrument)));

    public abstract void Dispose();

    protected void Note(OtlpPost post) => _posts.Enqueue(post);
}
