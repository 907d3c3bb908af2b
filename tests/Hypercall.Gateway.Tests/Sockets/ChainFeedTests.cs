using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Gateway.Sockets;
using Hypercall.Gateway.Standing;
using Hypercall.Views.Events;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>The rows of chains as their options come, move and go.</summary>
public sealed class ChainFeedTests
{
    private const string Option = GatewayVenueFixture.Option;
    private const long ExpiryMs = 2_082_441_600_000;
    private const long HourMs = 3_600_000;

    /// <summary>As on every channel: what it names costs with each look at the chains.</summary>
    [Fact]
    public void A_socket_names_so_many_symbols_in_all_its_filters()
    {
        (GatewaySocket socket, GatewaySocket other) = (SocketPair.NewServer(), SocketPair.NewServer());
        var feed = new ChainFeed();
        for (int number = 0; number < 5; number++)
            Assert.True(feed.Add(socket, Naming(number)));

        Assert.False(feed.Add(socket, Naming(5)));
        Assert.True(feed.Add(socket, Naming(4)));
        Assert.True(feed.Add(socket, new ChainFilter(null, OptionType.Put, null)));
        Assert.True(feed.Add(other, Naming(5)));

        static ChainFilter Naming(int number) =>
            new(null, null, Enumerable.Range(1_000 * number, 200).Select(name => $"A{name}").ToHashSet());
    }

    /// <summary>An option whose hour of expiry changes is another row's, and its best prices are from then on.</summary>
    [Fact]
    public async Task An_option_that_moves_to_another_row_takes_its_prices_with_it()
    {
        await using SocketPair pair = await SocketPair.OpenAsync();
        var feed = new ChainFeed();
        feed.Add(pair.Server, new ChainFilter(null, null, null));
        Take(feed, ExpiryMs);
        Take(feed, ExpiryMs + HourMs);
        var book = new BookMirror(Option);
        book.Apply(new BookEvent(
            2, 2, Option, 1, [new BookLevel(Price.FromUsdc(7), Quantity.FromContracts(1))], []));
        feed.Take(book);
        feed.Flush();
        pair.Run();

        (string? Action, long Expiry, string? Bid)[] told =
            [await ReadAsync(pair), await ReadAsync(pair), await ReadAsync(pair), await ReadAsync(pair)];

        const long moved = (ExpiryMs + HourMs) / 1_000;
        Assert.Equal(
            [("Upsert", ExpiryMs / 1_000, ""), ("Upsert", moved, ""), ("Remove", ExpiryMs / 1_000, null),
                ("Upsert", moved, "7")],
            told);
    }

    private static void Take(ChainFeed feed, long expiryMs)
    {
        var option = new ChainOption(
            Option, new ContractKey("ETH", 20_351_228, Price.FromUsdc(3_200), OptionType.Call), InstrumentStatus.Active,
            null, null, null, null, null, null, 0, expiryMs, null, null, null, default);
        feed.Take(new ChainView("ETH", Price.FromUsdc(3_000), [option]), 1, _ => null);
        feed.Flush();
    }

    private static async Task<(string? Action, long Expiry, string? Bid)> ReadAsync(SocketPair pair)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part = await pair.Client.ReceiveAsync(buffer, patience.Token);
        using JsonDocument message = JsonDocument.Parse(buffer.AsMemory(0, part.Count));
        JsonElement root = message.RootElement;
        string? bid = root.GetProperty("row").TryGetProperty("call", out JsonElement call)
            ? call.GetProperty("bid_price_usd").ToString()
            : null;
        return (root.GetProperty("action").GetString(), root.GetProperty("expiry").GetInt64(), bid);
    }
}
