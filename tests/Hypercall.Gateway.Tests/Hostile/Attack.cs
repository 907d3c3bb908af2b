using System.Collections.Concurrent;
using System.Net;

namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>
/// Clients of addresses of their own that send what is wrong, each from a thread of its own, and count what they are
/// answered.
/// </summary>
/// <param name="gateway">Where.</param>
/// <param name="key">In whose name.</param>
/// <param name="seed">Of all that is random.</param>
internal sealed class Attack(Uri gateway, TestKey key, int seed)
{
    /// <summary>The fifth message that is no JSON closes a socket.</summary>
    private const int FramesPerSocket = 8;
    private const int AddressesPerThread = 16;

    public static readonly byte[] Upgrade = RawSocket.Upgrade("h");

    private readonly (string Method, string Path, byte[] Body)[] _writes = HostileRequests.Writes(key);
    private readonly byte[][] _messages = HostileRequests.Messages(key);

    /// <summary>How often each status was answered; 0: the connection was closed instead.</summary>
    public ConcurrentDictionary<int, int> Answers { get; } = new();

    /// <summary>What was answered as the gateway's own failure, and to what.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Sends so many wrong bodies, frames and heads from so many threads.</summary>
    /// <param name="bodies">Requests whose body is wrong.</param>
    /// <param name="frames">Frames that are wrong, in their payload or altogether.</param>
    /// <param name="heads">Requests that are wrong anywhere.</param>
    /// <param name="threads">Threads.</param>
    public Task RunAsync(int bodies, int frames, int heads, int threads) => OnThreadsAsync(threads, thread =>
    {
        var mutator = new Mutator(seed + thread);
        SendBodies(mutator.Mutate, mutator, thread, bodies / threads, () => true);
        for (int sent = 0; sent < frames / threads; sent += FramesPerSocket)
            SendFrames(mutator, AddressOf(thread, sent / FramesPerSocket));
        for (int sent = 0; sent < heads / threads; sent++)
            SendHead(mutator, AddressOf(thread, sent));
    });

    /// <summary>Sends wrong bodies for as long as it is to go on.</summary>
    public Task MutateAsync(int threads, Func<bool> goOn) => OnThreadsAsync(threads, thread =>
    {
        var mutator = new Mutator(seed + thread);
        SendBodies(mutator.Mutate, mutator, thread, int.MaxValue, goOn);
    });

    /// <summary>Sends what is right but for its signature, for as long as it is to go on.</summary>
    public Task ForgeAsync(int threads, Func<bool> goOn) => OnThreadsAsync(threads, thread =>
        SendBodies(body => body, new Mutator(seed + thread), thread + threads, int.MaxValue, goOn));

    /// <summary>The counts.</summary>
    public override string ToString() => string.Join(
        ", ", Answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Key}: {answer.Value}"));

    /// <summary>One of the addresses of a thread.</summary>
    public static IPAddress AddressOf(int thread, int number) =>
        AddressOf(thread * AddressesPerThread + number % AddressesPerThread);

    /// <summary>127.0.1.1 and following.</summary>
    public static IPAddress AddressOf(int number) =>
        new([127, 0, (byte)(1 + number / 250), (byte)(1 + number % 250)]);

    private static Task OnThreadsAsync(int threads, Action<int> run) =>
        Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () => run(thread),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

    private void SendBodies(Func<byte[], byte[]> change, Mutator mutator, int thread, int count, Func<bool> goOn)
    {
        const int perAddress = 100;
        RawHttp? http = null;
        for (int sent = 0; sent < count && goOn(); sent++)
        {
            if (http is not { IsOpen: true } || sent % perAddress == 0)
            {
                http?.Dispose();
                http = new RawHttp(gateway, AddressOf(thread, sent / perAddress));
            }

            (string method, string path, byte[] body) = mutator.Pick(_writes);
            byte[] wrong = change(body);
            Count(http.Send(RawHttp.Request(method, path, wrong)), $"{method} {path} ", wrong, http.Body);
        }

        http?.Dispose();
    }

    private void SendHead(Mutator mutator, IPAddress from)
    {
        using var http = new RawHttp(gateway, from);
        (string method, string path, byte[] body) = mutator.Pick(_writes);
        byte[] wrong = mutator.Mutate(RawHttp.Request(method, path, body));
        Count(http.SendLast(wrong), "", wrong, http.Body);
    }

    /// <summary>Messages whose text is wrong, in frames that are right; then, where the socket lives, a wrong
    /// frame.</summary>
    private void SendFrames(Mutator mutator, IPAddress from)
    {
        using var socket = new RawHttp(gateway, from);
        Assert.Equal(101, socket.Send(Upgrade));
        socket.Write(
        [
            .. Enumerable.Range(0, FramesPerSocket).SelectMany(_ =>
                RawSocket.Frame(RawSocket.Text, mutator.Mutate(mutator.Pick(_messages)))),
            .. RawSocket.Frame(RawSocket.Text, "{\"type\":\"ClockSync\",\"nonce\":1}"u8.ToArray()),
        ]);
        if (socket.ReadTo("ClockSynced"u8) >= 0)
            socket.WriteLast(mutator.Mutate(RawSocket.Frame(RawSocket.Text, mutator.Pick(_messages))));
    }

    private void Count(int status, string what, byte[] wrong, string answer)
    {
        Answers.AddOrUpdate(status, 1, (_, before) => before + 1);
        if (status is 500 or 503 or 504)
            Failures.Enqueue($"{status} {answer} for {what}{Convert.ToHexString(wrong)}");
    }
}
