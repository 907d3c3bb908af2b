using System.Net;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Gateway.Tests.Support;
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
        ];
        Assert.Equal(sequence + 1, await venue.SubmitAsync(new Tick()));
        foreach (HttpResponseMessage answer in await Task.WhenAll(reads))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(long.Parse(Assert.Single(answer.Headers.GetValues("X-Sequence"))) > sequence);
            answer.Dispose();
        }
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
