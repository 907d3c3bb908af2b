using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Hypercall.Views.Tests.Support;

namespace Hypercall.Gateway.Tests;

/// <summary>Reads while commands come: they wait for the sequence that they are to be as of.</summary>
public sealed class ReadWaitTests(TradedVenueFixture venue) : IClassFixture<TradedVenueFixture>
{
    private static readonly string Maker = SettlingVenue.Maker.ToString();

    /// <summary>The header does what the parameter does; a command that comes meanwhile is waited for.</summary>
    [Fact]
    public async Task A_client_reads_its_own_writes()
    {
        long sequence = venue.Sequence;
        Task<HttpResponseMessage>[] reads =
        [
            ReadAsync("/portfolio?wallet=" + Maker, sequence + 1),
            ReadAsync("/orders?wallet=" + Maker, sequence + 1),
            ReadAsync("/options-summary?currency=ETH", sequence + 1),
            ReadAsync("/statistics", sequence + 1),
            ReadAsync("/cluster", sequence + 1),
        ];
        Assert.Equal(sequence + 1, await venue.SubmitAsync(new Tick()));
        foreach (HttpResponseMessage answer in await Task.WhenAll(reads))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(long.Parse(Assert.Single(answer.Headers.GetValues("X-Sequence"))) > sequence);
            answer.Dispose();
        }
    }

    /// <summary>What a wallet has realized comes from the history, and is no older than what it has.</summary>
    [Fact]
    public async Task A_portfolio_and_what_it_realized_are_as_of_one_command()
    {
        for (int trade = 0; trade < 3; trade++)
        {
            long sequence = await venue.SubmitAsync(new PlaceOrder(SettlingVenue.Buyer, new OrderTerms(
                SettlingVenue.Later, Side.Buy, Price.FromUsdc(900), Quantity.FromContracts(1), TimeInForce.Ioc)));
            JsonElement portfolio = await ReadAsync("/portfolio", sequence);
            JsonElement profile = await ReadAsync("/profile", sequence);
            JsonElement[] realized = [.. (await ReadAsync("/profile/realized-pnl", sequence)).EnumerateArray()];

            string later = realized.Single(row => row.GetProperty("symbol").GetString() == SettlingVenue.Later)
                .GetProperty("realized_pnl").GetString()!;
            Assert.Equal(later, portfolio.GetProperty("positions").EnumerateArray()
                .Single(position => position.GetProperty("symbol").GetString() == SettlingVenue.Later)
                .GetProperty("realized_pnl").GetString());
            Assert.Equal(
                realized.Sum(row => AmountOf(row, "realized_pnl")),
                AmountOf(profile.GetProperty("pnl"), "lifetime_realized"));
        }

        static decimal AmountOf(JsonElement item, string name) =>
            decimal.Parse(item.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

        async Task<JsonElement> ReadAsync(string path, long sequence)
        {
            using JsonDocument body = JsonDocument.Parse(await venue.Http.GetStringAsync(
                $"{path}?wallet={SettlingVenue.Buyer}&min_sequence={sequence}"));
            return body.RootElement.GetProperty("data").Clone();
        }
    }

    /// <summary>Only those of the wallet's own count, and each once.</summary>
    [Fact]
    public async Task A_settlement_that_was_marked_is_seen()
    {
        string path = $"/settlement-payouts?wallet={SettlingVenue.Buyer}";
        TestKey agent = TestKey.Of(40);
        await venue.SubmitAsync(new ApproveAgent(SettlingVenue.Buyer, agent.Address));
        JsonElement payout = (await DataAsync(path)).Single();
        Assert.False(payout.GetProperty("is_seen").GetBoolean());
        long[] ids = [payout.GetProperty("id").GetInt64(), long.MaxValue];

        JsonObject body = Signed.Seen(agent, SettlingVenue.Buyer, 1, ids);
        Assert.Equal((2, 1, "requests"), await MarkAsync(body));
        Assert.Equal((2, 0, "address"), await MarkAsync(body));
        Assert.True((await DataAsync(path)).Single().GetProperty("is_seen").GetBoolean());

        body["ids"] = new JsonArray(2, 1);
        using HttpResponseMessage unordered = await venue.Http.PostAsJsonAsync("/settlement-payouts/seen", body);
        Assert.Equal(HttpStatusCode.BadRequest, unordered.StatusCode);
    }

    private async Task<(int Requested, int Affected, string Bucket)> MarkAsync(JsonObject body)
    {
        using HttpResponseMessage answer = await venue.Http.PostAsJsonAsync("/settlement-payouts/seen", body);
        using JsonDocument marked = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(marked.RootElement.GetProperty("success").GetBoolean());
        return (marked.RootElement.GetProperty("requested").GetInt32(),
            marked.RootElement.GetProperty("affected").GetInt32(),
            answer.Headers.GetValues("X-RateLimit-Bucket").Single());
    }

    private async Task<JsonElement[]> DataAsync(string path)
    {
        using JsonDocument body = JsonDocument.Parse(await venue.Http.GetStringAsync(path));
        return [.. body.RootElement.GetProperty("data").EnumerateArray().Select(item => item.Clone())];
    }

    [Fact]
    public async Task The_cluster_s_parts_stand_where_the_engine_does()
    {
        long sequence = await venue.SubmitAsync(new Tick());
        using HttpResponseMessage waited = await ReadAsync("/rules", sequence);
        using JsonDocument body = JsonDocument.Parse(await venue.Http.GetStringAsync("/cluster"));
        JsonElement partition = body.RootElement.GetProperty("partitions")[0];
        Assert.Equal(("Ready", sequence), (
            partition.GetProperty("state").GetString(), partition.GetProperty("sequence").GetInt64()));
        Assert.Equal(64, partition.GetProperty("hash").GetString()!.Length);
        Assert.Equal("this node", partition.GetProperty("owner").GetString());
        Assert.True(partition.GetProperty("since").GetInt64() > 0);
        Assert.Equal(3, body.RootElement.GetProperty("views").GetArrayLength());
        Assert.Equal(2, body.RootElement.GetProperty("followers").GetArrayLength());
        Assert.Equal(sequence, body.RootElement.GetProperty("followers")[0].GetProperty("sequence").GetInt64());
    }

    private async Task<HttpResponseMessage> ReadAsync(string path, long minSequence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Min-Sequence", minSequence.ToString());
        return await venue.Http.SendAsync(request);
    }
}
