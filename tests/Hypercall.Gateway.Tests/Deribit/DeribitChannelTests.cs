using System.Text;
using Akka.Actor;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Events;
using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Deribit;
using Hypercall.Gateway.Sockets;
using Hypercall.Gateway.Tests.Sockets;
using Hypercall.Views.Events;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>What channels cost those who do not listen to them.</summary>
public sealed class DeribitChannelTests(DeribitVenueFixture fixture) : IClassFixture<DeribitVenueFixture>
{
    private const string Option = DeribitVenueFixture.Option;

    private static readonly string[] Resolutions =
        ["1", "3", "5", "10", "15", "30", "60", "120", "180", "360", "720", "1D"];

    private GatewayVenueFixture Venue => fixture.Venue;

    [Fact]
    public async Task What_nobody_lists_has_no_channel()
    {
        await using TestSocket socket = await TestSocket.OpenAsync(Venue, "/ws/api/v2");
        foreach (string name in (string[])
            ["book.ETH_USDC-28DEC35-7777-C.raw", "ticker.ETH_USDC-28DEC35-7777-C.100ms",
                "chart.trades.ETH_USDC-28DEC35-7777-C.1", "deribit_price_index.nothing_usdc"])
        {
            JsonElement error = (await SubscribeAsync(socket, name)).GetProperty("error");
            Assert.Equal(13020, error.GetProperty("code").GetInt32());
            Assert.Equal("channels", error.GetProperty("data").GetProperty("param").GetString());
        }

        JsonElement taken = await SubscribeAsync(socket, "trades.ETH_USDC-28DEC35-7777-C.raw", $"trades.{Option}.raw");
        Assert.Equal($"trades.{Option}.raw", Assert.Single(taken.GetProperty("result").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task An_option_s_channels_come_and_go_with_it()
    {
        const string symbol = "ETH-20351228-5555-P";
        const string channel = "book.ETH_USDC-28DEC35-5555-P.raw";
        await using TestSocket socket = await TestSocket.OpenAsync(Venue, "/ws/api/v2");
        Assert.True((await SubscribeAsync(socket, channel)).TryGetProperty("error", out _));
        await Venue.RunAsync(new MarketAction(MarketActionKind.Create, symbol));
        await UntilAsync(socket, channel, isTaken: true);
        await Venue.RunAsync(new MarketAction(MarketActionKind.Halt, symbol));
        await Venue.RunAsync(new MarketAction(MarketActionKind.Delete, symbol));
        await UntilAsync(socket, channel, isTaken: false);
    }

    [Fact]
    public async Task A_socket_has_a_hundred_charts()
    {
        await using TestSocket socket = await TestSocket.OpenAsync(Venue, "/ws/api/v2");
        var charts = new List<string>();
        for (int strike = 6_000; strike < 6_009; strike++)
        {
            await Venue.RunAsync(new MarketAction(MarketActionKind.Create, $"ETH-20351228-{strike}-C"));
            charts.AddRange(Resolutions.Select(width => $"chart.trades.ETH_USDC-28DEC35-{strike}-C.{width}"));
        }

        await UntilAsync(socket, charts[^1], isTaken: true);
        Assert.Equal(99, (await SubscribeAsync(socket, [.. charts[..99]])).GetProperty("result").GetArrayLength());
        JsonElement refused = await SubscribeAsync(socket, charts[99]);
        Assert.Equal(-32602, refused.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(1, (await SubscribeAsync(socket, charts[0])).GetProperty("result").GetArrayLength());
    }

    [Fact]
    public async Task Charts_of_options_that_are_gone_count_no_longer()
    {
        await using TestSocket socket = await TestSocket.OpenAsync(Venue, "/ws/api/v2");
        string[] symbols = [.. Enumerable.Range(7_000, 9).Select(strike => $"ETH-20351228-{strike}-C")];
        foreach (string symbol in symbols)
            await Venue.RunAsync(new MarketAction(MarketActionKind.Create, symbol));
        string[] charts = [.. symbols.SelectMany(symbol => Resolutions.Select(width => $"chart.trades.{symbol}.{width}"))];
        await UntilAsync(socket, charts[^1], isTaken: true);
        await SubscribeAsync(socket, charts[..99]);
        string another = $"chart.trades.{Option}.1";
        Assert.True((await SubscribeAsync(socket, another)).TryGetProperty("error", out _));

        await Venue.RunAsync(new MarketAction(MarketActionKind.Halt, symbols[0]));
        await Venue.RunAsync(new MarketAction(MarketActionKind.Delete, symbols[0]));

        await UntilAsync(socket, another, isTaken: true);
        JsonElement refused = await SubscribeAsync(
            socket, [.. Resolutions.Select(width => $"chart.trades.{Option}.{width}"), charts[^2]]);
        Assert.Equal(-32602, refused.GetProperty("error").GetProperty("code").GetInt32());
    }

    /// <summary>It would stay for as long as its socket, and not count: nothing drops it any more.</summary>
    [Fact]
    public async Task A_channel_whose_option_went_before_it_was_joined_is_none()
    {
        ActorSystem system = HubSystem.Begin("late-join", hasTestClock: false);
        HubSystem.BeginViews(system, HubGapTests.MarketAt(1, 5, 11));
        await using SocketPair pair = await SocketPair.OpenAsync();
        pair.Run();
        IActorRef hub = system.ActorOf(SocketHub.Props(
            GatewayVenue.Of(system, HubSystem.Partition),
            new SequenceClock(),
            hub => [new DeribitChannels(hub, null!, null!, new ListedOptions())]));

        hub.Tell(new DeribitJoin(pair.Server, [
            DeribitChannel.Of("book.ETH_USDC-28DEC35-7777-C.raw", null)!,
            DeribitChannel.Of($"book.{Option}.raw", null)!,
        ]));

        byte[] buffer = new byte[4_096];
        WebSocketReceiveResult read = await pair.Client.ReceiveAsync(buffer, CancellationToken.None);
        Assert.Contains($"book.{Option}.raw", Encoding.UTF8.GetString(buffer, 0, read.Count));
        await system.Terminate();
    }

    /// <summary>They are read so many at a time, each once until its option trades again.</summary>
    [Fact]
    public void Charts_wait_their_turn_and_are_read_after_trades()
    {
        var feeds = new DeribitFeeds();
        GatewaySocket socket = SocketPair.NewServer();
        string[] symbols = [.. Enumerable.Range(1_000, 1_000).Select(strike => $"ETH-20351228-{strike}-C")];
        foreach (string symbol in symbols)
        {
            var channel = DeribitChannel.Of($"chart.trades.{symbol}.1", null)!;
            feeds.Join(socket, channel, name => new BookMirror(name));
        }

        Assert.Empty(feeds.Polled);
        Assert.Equal(symbols[..32], feeds.TakeCharts(32).Select(chart => chart.Symbol));
        Assert.Equal(symbols[32..64], feeds.TakeCharts(32).Select(chart => chart.Symbol));
        Assert.Equal(936, feeds.TakeCharts(int.MaxValue).Count);
        Assert.Empty(feeds.TakeCharts(32));

        var trade = new FillEvent(1, 1, new Filled { Symbol = symbols[7] });
        Assert.Equal(symbols[7], Assert.Single(feeds.Of(trade)).Channel.Symbol);
        Assert.Single(feeds.Of(trade));
        Assert.Equal([symbols[7]], feeds.TakeCharts(32).Select(chart => chart.Symbol));
        feeds.Leave(socket, null);
        Assert.Empty(feeds.Of(trade));
        Assert.Empty(feeds.All);
    }

    private static Task UntilAsync(TestSocket socket, string channel, bool isTaken) =>
        Eventually.HoldsAsync(TimeSpan.FromSeconds(30), async () =>
            (await SubscribeAsync(socket, channel)).TryGetProperty("result", out _) == isTaken);

    private static async Task<JsonElement> SubscribeAsync(TestSocket socket, params string[] channels)
    {
        string id = DeribitKey.NewNonce();
        while (true)
        {
            await socket.SendTextAsync(new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = id,
                ["method"] = "public/subscribe",
                ["params"] = new JsonObject
                {
                    ["channels"] = new JsonArray([.. channels.Select(name => (JsonNode)name)]),
                },
            }.ToJsonString());
            JsonElement answer = await AnswerAsync(socket, id);
            if (!answer.TryGetProperty("error", out JsonElement error) || error.GetProperty("code").GetInt32() != 10028)
                return answer;
        }
    }

    private static async Task<JsonElement> AnswerAsync(TestSocket socket, string id)
    {
        while (await socket.ReadAsync() is { } message)
        {
            if (message.TryGetProperty("id", out JsonElement answered) && answered.GetString() == id)
                return message;
        }

        throw new InvalidOperationException($"closed: {socket.CloseReason}");
    }
}
