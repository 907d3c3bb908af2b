using System.Diagnostics;
using System.Text;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>
/// A client that does nothing wrong: orders one after the other over a connection of its own, by a thread of its own.
/// Where nobody knows what became of one, it sends the identical bytes again, as it is told to.
/// </summary>
internal sealed class GoodClient(Uri gateway, TestKey key)
{
    private const int OutcomeUnknown = 504;

    private long _nonce = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>Commands that it sent in all.</summary>
    public long Sent { get; private set; }

    /// <summary>How long each of so many answers took, in ms.</summary>
    public Task<double[]> MeasureAsync(int orders) => Task.Factory.StartNew(
        () =>
        {
            using var http = new RawHttp(gateway);
            return Enumerable.Range(0, orders).Select(_ => Order(http)).ToArray();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private double Order(RawHttp http)
    {
        byte[] order = RawHttp.Request("POST", "/order", Encoding.UTF8.GetBytes(
            Signed.Order(key, ++_nonce, price: "5", tif: "ioc").ToJsonString()));
        long start = Stopwatch.GetTimestamp();
        int status = http.Send(order);
        while (status == OutcomeUnknown)
            status = http.Send(order);
        double ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Sent++;
        Assert.True(status == 200 && http.Body.Contains("\"CANCELED\""), $"{status}: {http.Body}");
        return ms;
    }
}
