using System.Net.WebSockets;
using Hypercall.Benchmarks;

namespace Hypercall.Cli.Bench;

/// <summary>What a load found.</summary>
/// <param name="Count">Orders that were answered; with subscribers, messages that arrived.</param>
/// <param name="Seconds">How long they took together.</param>
/// <param name="P50Ms">Time from when one was due to its answer: half of them took no longer.</param>
/// <param name="P99Ms">Of a hundred, one took longer.</param>
internal sealed record LoadFigures(long Count, double Seconds, double P50Ms, double P99Ms)
{
    public double Rate => Count / Seconds;
}

/// <summary>
/// Clients that sign orders and then send them to a gateway. It runs in a process of its own, so that what the clients
/// take of the processors can be told from what the gateway takes.
/// </summary>
/// <param name="firstKey">Number of the first client's key.</param>
/// <param name="clients">How many, each with a key and a connection.</param>
/// <param name="perSecond">How many orders fall due in a second; 0: each client sends as soon as it may.</param>
internal sealed class GatewayLoad(Uri gateway, int firstKey, int clients, double perSecond)
{
    public const string Option = "ETH-20351228-3200-C";

    public const int OrdersInBulk = 50;
    private const int Subscribers = 1_000;
    private const int UnansweredOnSocket = 32;
    private const int ReceiveBytes = 16 << 10;
    private const string Done = "\"CANCELED\"";

    /// <summary>Orders that are sent before any counts, at the pace of those that do and for a second at least: what is
    /// compiled for the first ones in this process is not taken for what the gateway takes, nor takes its processors.
    /// </summary>
    private const int WarmUpOrders = 3_200;

    private const int WarmUpChanges = 40;

    private readonly long _nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>When the first order is due, of those that count or before them of those that do not.</summary>
    private long _start;

    /// <summary>Each of these orders, as they fall due; empty: none has to wait.</summary>
    private TaskCompletionSource<long>[] _due = [];

    /// <summary>Makes what is to be sent, sends some of it, says so, and sends the rest.</summary>
    /// <param name="kind">How.</param>
    /// <param name="orders">How many are to count in all.</param>
    /// <param name="ready">Called before the first that counts is sent.</param>
    /// <exception cref="BenchmarkFailedException">An answer is not as it should be.</exception>
    public async Task<LoadFigures> RunAsync(LoadKind kind, int orders, Action ready)
    {
        if (kind == LoadKind.Subscribers)
            return await FollowAsync(orders, ready);
        int inOne = kind == LoadKind.Bulk ? OrdersInBulk : 1;
        int each = orders / inOne / clients;
        BenchKey[] keys = [.. Enumerable.Range(firstKey, clients).Select(number => new BenchKey(number, _nowMs))];
        int warmUpOrders = Math.Max(WarmUpOrders, (int)perSecond);
        byte[][][] warmUp = await SignAsync(kind, keys, warmUpOrders / inOne / clients);
        byte[][][] bodies = await SignAsync(kind, keys, each);
        (IDisposable Connection, Func<byte[][], int, Task<long[]>> Send)[] connected =
            [.. await Task.WhenAll(bodies.Select(_ => ConnectAsync(kind)))];
        Start(warmUp[0].Length * clients);
        await SendAllAsync(warmUp);
        ready();
        Start(each * clients);
        long[][] times = await SendAllAsync(bodies);
        foreach ((IDisposable connection, _) in connected)
            connection.Dispose();
        return Figures([.. times.SelectMany(client => client)], (long)each * inOne * clients);

        Task<long[][]> SendAllAsync(byte[][][] all) => Task.WhenAll(connected.Select(
            (client, number) => Task.Run(() => client.Send(all[number], number))));
    }

    private static Task<byte[][][]> SignAsync(LoadKind kind, BenchKey[] keys, int count) =>
        Task.WhenAll(keys.Select(key => Task.Run(() => Sign(kind, key, count))));

    private static byte[][] Sign(LoadKind kind, BenchKey key, int count) =>
        [.. Enumerable.Range(0, count).Select(index => Encoding.UTF8.GetBytes(kind switch
        {
            LoadKind.Bulk => key.Bulk(Option, "5", "ioc", OrdersInBulk),
            LoadKind.Socket => $"{{\"type\":\"PlaceOrder\",\"id\":\"{index}\",{key.Order(Option, "5", "ioc")[1..]}",
            _ => key.Order(Option, "5", "ioc"),
        }))];

    /// <summary>A client's connection, and how it sends over it, by the client's number.</summary>
    private async Task<(IDisposable Connection, Func<byte[][], int, Task<long[]>> Send)> ConnectAsync(LoadKind kind)
    {
        if (kind == LoadKind.Socket)
        {
            ClientWebSocket socket = await OpenAsync();
            return (socket, (messages, client) => OverSocketAsync(socket, messages, client));
        }

        var http = new HttpClient { BaseAddress = gateway };
        return (http, (bodies, client) => OverRestAsync(http, kind, bodies, client));
    }

    /// <returns>Ticks that each took.</returns>
    private async Task<long[]> OverRestAsync(HttpClient http, LoadKind kind, byte[][] bodies, int client)
    {
        var times = new long[bodies.Length];
        for (int index = 0; index < bodies.Length; index++)
        {
            long due = await DueAsync(index * clients + client);
            string answer = await PostAsync(http, kind == LoadKind.Bulk ? "/bulk" : "/order", bodies[index]);
            times[index] = Stopwatch.GetTimestamp() - due;
            if (kind != LoadKind.Bulk && !answer.Contains(Done, StringComparison.Ordinal))
                throw new BenchmarkFailedException($"an order was answered {answer}");
        }

        return times;
    }

    private static async Task<string> PostAsync(HttpClient http, string path, byte[] body)
    {
        using HttpResponseMessage answer = await http.PostAsync(path, new ByteArrayContent(body));
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && !text.Contains("\"rejected\"", StringComparison.Ordinal)
            ? text
            : throw new BenchmarkFailedException($"{path} was answered {answer.StatusCode} {text}");
    }

    private async Task<long[]> OverSocketAsync(ClientWebSocket socket, byte[][] messages, int client)
    {
        using var room = new SemaphoreSlim(UnansweredOnSocket);
        var times = new long[messages.Length];
        Task reading = ReadAnswersAsync(socket, times, room);
        for (int index = 0; index < messages.Length; index++)
        {
            await room.WaitAsync();
            times[index] = await DueAsync(index * clients + client);
            await socket.SendAsync(messages[index], WebSocketMessageType.Text, true, CancellationToken.None);
        }

        await reading;
        return times;
    }

    private static async Task ReadAnswersAsync(ClientWebSocket socket, long[] times, SemaphoreSlim room)
    {
        const string id = "\"id\":\"";
        var buffer = new byte[ReceiveBytes];
        for (int count = 0; count < times.Length; count++)
        {
            string answer = await ReceiveAsync(socket, buffer);
            int at = answer.IndexOf(id, StringComparison.Ordinal) + id.Length;
            if (at < id.Length || !answer.Contains(Done, StringComparison.Ordinal))
                throw new BenchmarkFailedException($"an order was answered {answer}");
            int index = int.Parse(answer.AsSpan(at, answer.IndexOf('"', at) - at));
            times[index] = Stopwatch.GetTimestamp() - times[index];
            room.Release();
        }
    }

    /// <summary>Every order rests at a price of its own: as many changes as orders, to everybody.</summary>
    private async Task<LoadFigures> FollowAsync(int orders, Action ready)
    {
        var key = new BenchKey(firstKey, _nowMs);
        byte[][] bodies = [.. Enumerable.Range(0, WarmUpChanges + orders).Select(
            index => Encoding.UTF8.GetBytes(key.Order(Option, new Price(1_000_000L * (index + 1)).ToString(), "gtc")))];
        ClientWebSocket[] sockets =
            [.. await Task.WhenAll(Enumerable.Range(0, Subscribers).Select(_ => SubscribeAsync()))];
        using var http = new HttpClient { BaseAddress = gateway };
        await ChangeAsync(http, sockets, bodies[..WarmUpChanges]);
        ready();
        Start(orders);
        long[] times = await ChangeAsync(http, sockets, bodies[WarmUpChanges..]);
        foreach (ClientWebSocket socket in sockets)
            socket.Dispose();
        return Figures(times, times.Length);
    }

    /// <returns>Ticks that each change took to each subscriber.</returns>
    private async Task<long[]> ChangeAsync(HttpClient http, ClientWebSocket[] sockets, byte[][] bodies)
    {
        var due = new long[bodies.Length];
        Task<long[][]> reading = Task.WhenAll(sockets.Select(socket => Task.Run(() => ReadChangesAsync(socket, due))));
        for (int index = 0; index < bodies.Length; index++)
        {
            due[index] = await DueAsync(index);
            await PostAsync(http, "/order", bodies[index]);
        }

        return [.. (await reading).SelectMany(subscriber => subscriber)];
    }

    private async Task<ClientWebSocket> SubscribeAsync()
    {
        ClientWebSocket socket = await OpenAsync();
        await socket.SendAsync(
            Encoding.UTF8.GetBytes($$"""{"type":"Subscribe","channel":"orderbook_delta","symbols":["{{Option}}"]}"""),
            WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[ReceiveBytes];
        while (!(await ReceiveAsync(socket, buffer)).Contains("\"snapshot\":true", StringComparison.Ordinal))
        {
        }

        return socket;
    }

    private static async Task<long[]> ReadChangesAsync(ClientWebSocket socket, long[] due)
    {
        var buffer = new byte[ReceiveBytes];
        var times = new long[due.Length];
        for (int index = 0; index < due.Length; index++)
        {
            await ReceiveAsync(socket, buffer);
            times[index] = Stopwatch.GetTimestamp() - Volatile.Read(ref due[index]);
        }

        return times;
    }

    private async Task<ClientWebSocket> OpenAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(gateway) { Scheme = "ws", Path = "/ws" }.Uri, CancellationToken.None);
        return socket;
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket, byte[] buffer)
    {
        int length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
                throw new BenchmarkFailedException($"the gateway closed: {socket.CloseStatusDescription}");
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>From now on orders fall due.</summary>
    private void Start(int orders)
    {
        _start = Stopwatch.GetTimestamp();
        if (perSecond == 0)
            return;
        TaskCompletionSource<long>[] due = [.. Enumerable.Range(0, orders).Select(
            _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously))];
        _due = due;
        new Thread(() => Pace(due)) { IsBackground = true }.Start();
    }

    /// <summary>Lets each order go when it is due, on a thread that sleeps for a millisecond at a time: a delay of .NET
    /// is up to two too long, and asking for the time meanwhile would take the gateway's processors.</summary>
    private void Pace(TaskCompletionSource<long>[] orders)
    {
        for (int position = 0; position < orders.Length; position++)
        {
            long due = _start + (long)(position / perSecond * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < due)
                Thread.Sleep(1);
            orders[position].SetResult(due);
        }
    }

    /// <summary>Waits until an order is due: what has to wait for others counts from then on, and so does what is late
    /// by less than the millisecond that a thread sleeps.</summary>
    private ValueTask<long> DueAsync(int position) =>
        _due.Length == 0 ? new(Stopwatch.GetTimestamp()) : new(_due[position].Task);

    private LoadFigures Figures(long[] times, long count) => new(
        count,
        Stopwatch.GetElapsedTime(_start).TotalSeconds,
        Measurement.Nanoseconds(Measurement.Percentile(times, 0.5)) / 1e6,
        Measurement.Nanoseconds(Measurement.Percentile(times, 0.99)) / 1e6);
}
