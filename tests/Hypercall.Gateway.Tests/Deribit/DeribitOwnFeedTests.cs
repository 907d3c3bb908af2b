using System.Net;
using System.Text;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Events;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Deribit;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Reads;
using Hypercall.History;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>Who waits for what the one feed of all wallets reads.</summary>
public sealed class DeribitOwnFeedTests(DeribitVenueFixture fixture) : IClassFixture<DeribitVenueFixture>
{
    private const string Channel = "user.trades.any.any.raw";

    private GatewayVenueFixture Venue => fixture.Venue;

    /// <summary>Its reads are the gateway's own, and not of the client within whose request it happened to begin.</summary>
    [Fact]
    public async Task A_client_that_reads_too_much_keeps_no_wallet_from_hearing_of_its_trades()
    {
        DeribitKey key = await DeribitKey.ApprovedAsync(Venue, await Venue.FundedAsync(70));
        FillRow fill = await TradeAsync(key);
        IServiceProvider services = Venue.Gateway.Services;
        IHttpContextAccessor request = services.GetRequiredService<IHttpContextAccessor>();
        request.HttpContext = new DefaultHttpContext
        {
            Connection = { RemoteIpAddress = IPAddress.Parse("203.0.113.9") },
        };
        using var end = new CancellationTokenSource();
        ReadShares shares = services.GetRequiredService<ReadShares>();
        Task[] reading = ReadTooMuch(shares, Peer.ReaderOf(request.HttpContext), end.Token);

        var feed = new DeribitOwnFeed(
            services.GetRequiredService<PastReads>(), new OrderSums(), NullLogger<DeribitOwnFeed>.Instance);
        await using (SocketPair pair = await SocketPair.OpenAsync())
        {
            pair.Run();
            await feed.TellAsync(
                [new DeribitOwnEvent(DeribitChannel.Of(Channel, key.Owner.Address)!, [pair.Server], null, fill)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            byte[] buffer = new byte[1 << 16];
            WebSocketReceiveResult told = await pair.Client.ReceiveAsync(buffer, patience.Token);
            Assert.Equal((WebSocketMessageType.Text, null), (told.MessageType, told.CloseStatusDescription));
            Assert.Contains(Channel, Encoding.UTF8.GetString(buffer, 0, told.Count));
        }

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(reading));
    }

    /// <summary>As is seen where they are gone: a trade by quote is of no order, and others of the kind may be many.</summary>
    [Fact]
    public async Task A_trade_is_told_without_a_look_at_other_fills()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.File("history.db");
        var own = new GatewayVenueFixture($"hypercall.gateway.history = \"{file}\"");
        await own.InitializeAsync();
        try
        {
            WalletAddress wallet = (await own.FundedAsync(1)).Address;
            PastReads past = own.Gateway.Services.GetRequiredService<PastReads>();
            await past.ReadOwnAsync(
                await own.SequenceAsync(), reader => reader.Fills(wallet, HistorySlice.All), CancellationToken.None);
            using (var connection = new SqliteConnection($"Data Source={file}"))
            {
                connection.Open();
                using SqliteCommand drop = connection.CreateCommand();
                drop.CommandText = "DROP TABLE fills";
                drop.ExecuteNonQuery();
            }

            var quoted = new FillRow(
                3, 1, 1, 1, wallet, 0, GatewayVenueFixture.Option, Side.Buy, Price.FromUsdc(5), Quantity.FromContracts(1),
                Cash.Zero, Cash.Zero, null, Cash.Zero, FillSource.Rfq);
            await using (SocketPair pair = await SocketPair.OpenAsync())
            {
                pair.Run();
                await new DeribitOwnFeed(past, new OrderSums(), NullLogger<DeribitOwnFeed>.Instance).TellAsync(
                    [new DeribitOwnEvent(DeribitChannel.Of(Channel, wallet)!, [pair.Server], null, quoted)]);
                byte[] buffer = new byte[1 << 16];
                WebSocketReceiveResult told = await pair.Client.ReceiveAsync(buffer, CancellationToken.None);
                Assert.Equal((WebSocketMessageType.Text, null), (told.MessageType, told.CloseStatusDescription));
                Assert.Contains("\"order_id\":\"0\"", Encoding.UTF8.GetString(buffer, 0, told.Count));
            }
        }
        finally
        {
            await own.DisposeAsync();
            SqliteConnection.ClearAllPools();
        }
    }

    /// <summary>As many as a client may have waiting, so that its next one is refused.</summary>
    internal static Task<IDisposable>[] ReadTooMuch(ReadShares shares, string client, CancellationToken end)
    {
        Task<IDisposable>[] reading =
        [
            .. Enumerable.Range(0, new Hypercall.Gateway.Hosting.GatewayOptions { Url = null, Partition = "" }
                .HistoryReadsPerClient + ReadShares.MostWaiting).Select(_ => shares.EnterAsync(client, end)),
        ];
        Assert.IsType<RefusedException>(shares.EnterAsync(client, end).Exception!.InnerException);
        return reading;
    }

    private async Task<FillRow> TradeAsync(DeribitKey key)
    {
        foreach ((string side, DeribitKey who) in ((string, DeribitKey)[])[("buy", key), ("sell", fixture.Maker)])
        {
            await Venue.CallAsync(
                $"private/{side}",
                $"instrument_name={DeribitVenueFixture.Option}&type=limit&amount=1&price=9",
                who);
        }

        HistoryPage<FillRow> fills = await Venue.Gateway.Services.GetRequiredService<PastReads>().ReadOwnAsync(
            await Venue.SequenceAsync(),
            reader => reader.Fills(key.Owner.Address, new HistorySlice(1)),
            CancellationToken.None);
        return fills.Rows[0];
    }
}
