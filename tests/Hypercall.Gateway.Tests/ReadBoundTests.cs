using System.Net;
using Hypercall.Actors.Tests.Support;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Reads;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hypercall.Gateway.Tests;

/// <summary>What one reader's reads may cost the others.</summary>
public sealed class ReadBoundTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    [Theory]
    [InlineData("/trades?", 10_000)]
    [InlineData("/fills?wallet=0x00000000000000000000000000000000000000aa&", 10_000)]
    [InlineData("/orders?wallet=0x00000000000000000000000000000000000000aa&", 10_000)]
    [InlineData("/settlement-payouts?wallet=0x00000000000000000000000000000000000000aa&", 10_000)]
    [InlineData("/liquidation/history?wallet=0x00000000000000000000000000000000000000aa&", 10_000)]
    [InlineData("/profile/trades?wallet=0x00000000000000000000000000000000000000aa&", 10_000)]
    public async Task So_many_rows_may_be_left_out(string path, int most)
    {
        using HttpResponseMessage taken = await venue.Http.GetAsync($"{path}offset={most}");
        using HttpResponseMessage refused = await venue.Http.GetAsync($"{path}offset={most + 1}");

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(
            "parameter 'offset': expected an integer from 0 to 10000", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_list_is_read_on_from_its_last_row()
    {
        TestKey key = await venue.FundedAsync(95);
        for (int price = 1; price <= 5; price++)
            await venue.SendAsync("POST", "/order", Signed.Order(key, venue.NewNonce(), price: $"{price}"));
        var seen = new List<string>();
        long? last = null;
        while (true)
        {
            string before = last is null ? "" : $"&before_id={last}";
            JsonElement[] page = await OrdersAsync(key, $"limit=2{before}");
            if (page.Length == 0)
                break;
            seen.AddRange(page.Select(order => order.GetProperty("price").GetString()!));
            last = page[^1].GetProperty("order_id").GetInt64();
        }

        Assert.Equal(["5", "4", "3", "2", "1"], seen);
        await venue.SendAsync("DELETE", "/orders", Signed.CancelAll(key, venue.NewNonce()));
    }

    /// <summary>A name that is given again asks for nothing more, and of different ones there may be so many.</summary>
    [Fact]
    public async Task A_list_of_names_is_bounded()
    {
        string path = $"/v1/transfers?wallet={TestKey.Of(96).Address}&asset=";
        string most = string.Join(',', Enumerable.Range(0, 100));
        using HttpResponseMessage taken = await venue.Http.GetAsync($"{path}{most},{most}");
        using HttpResponseMessage refused = await venue.Http.GetAsync($"{path}{most},USDC");
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?kind=a,b,a,b,a");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (taken.StatusCode, refused.StatusCode));
        Assert.Contains("parameter 'asset': expected at most 100 names", await refused.Content.ReadAsStringAsync());
        Assert.Equal([1, 2], new ReadQuery(context).Choices(
            "kind", new Dictionary<string, int> { ["a"] = 1, ["b"] = 2, ["c"] = 3 }));
    }

    /// <summary>As is seen where it is gone: no read costs what the venue has ever listed.</summary>
    [Fact]
    public async Task What_was_listed_is_read_again_only_when_the_history_has_gone_on()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.File("history.db");
        var own = new GatewayVenueFixture($"hypercall.gateway.history = \"{file}\"");
        await own.InitializeAsync();
        long sequence = 0;
        try
        {
            TestKey key = await own.FundedAsync(1);
            sequence = await own.SequenceAsync();
            await own.Http.GetStringAsync($"/orders?wallet={key.Address}&min_sequence={sequence}");
            string listed = await ListedAsync();
            using (var connection = new SqliteConnection($"Data Source={file}"))
            {
                connection.Open();
                using SqliteCommand drop = connection.CreateCommand();
                drop.CommandText = "DROP TABLE instruments";
                drop.ExecuteNonQuery();
            }

            Assert.Equal(listed, await ListedAsync());
        }
        finally
        {
            await own.DisposeAsync();
            SqliteConnection.ClearAllPools();
        }

        async Task<string> ListedAsync()
        {
            using JsonDocument body = JsonDocument.Parse(
                await own.Http.GetStringAsync($"/instruments?min_sequence={sequence}"));
            return body.RootElement.GetProperty("result").GetRawText();
        }
    }

    [Fact]
    public async Task One_client_leaves_the_others_their_reads()
    {
        using var shares = new ReadShares(new GatewayOptions { Url = null, Partition = "main" });
        var own = new List<Task<IDisposable>>();
        for (int read = 0; read < 4 + ReadShares.MostWaiting; read++)
            own.Add(shares.EnterAsync("greedy", CancellationToken.None));

        Assert.Equal(4, own.Count(read => read.IsCompletedSuccessfully));
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => shares.EnterAsync("greedy", CancellationToken.None));
        Assert.Equal("RateLimited", refused.Error.Code);
        Task<IDisposable>[] others =
        [
            .. Enumerable.Range(0, 12).Select(client =>
                shares.EnterAsync(client == 0 ? null : $"{client}", CancellationToken.None)),
        ];
        Assert.All(others, read => Assert.True(read.IsCompletedSuccessfully));
        Task<IDisposable> full = shares.EnterAsync("late", CancellationToken.None);
        Assert.False(full.IsCompleted);

        // Each as its turn comes: who waits for one by name would hold what that one waits for.
        await Task.WhenAll(own.Append(full).Select(async read => (await read).Dispose()));
        (await shares.EnterAsync("greedy", CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Who_stops_waiting_gives_his_place_back()
    {
        using var shares = new ReadShares(
            new GatewayOptions { Url = null, Partition = "main", HistoryReads = 1, HistoryReadsPerClient = 1 });
        IDisposable turn = await shares.EnterAsync("a", CancellationToken.None);
        using var leaving = new CancellationTokenSource();
        Task<IDisposable>[] waiting = [shares.EnterAsync("a", leaving.Token), shares.EnterAsync("b", leaving.Token)];

        await leaving.CancelAsync();

        foreach (Task<IDisposable> read in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        turn.Dispose();
        (await shares.EnterAsync("b", CancellationToken.None)).Dispose();
        (await shares.EnterAsync("a", CancellationToken.None)).Dispose();
    }

    private async Task<JsonElement[]> OrdersAsync(TestKey key, string query)
    {
        using JsonDocument page = JsonDocument.Parse(await venue.Http.GetStringAsync(
            $"/orders?wallet={key.Address}&min_sequence={await venue.SequenceAsync()}&{query}"));
        return [.. page.RootElement.Clone().GetProperty("data").EnumerateArray()];
    }
}
