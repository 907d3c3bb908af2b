using Hypercall.Gateway.Accounts;
using Hypercall.Gateway.Answers;
using Microsoft.Extensions.DependencyInjection;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>A key that was revoked is never good again, and its number goes on with another.</summary>
public sealed class KeyRevocationTests(DeribitVenueFixture fixture) : IClassFixture<DeribitVenueFixture>
{
    private const int Index = 5;

    private GatewayVenueFixture Venue => fixture.Venue;

    [Fact]
    public async Task A_number_whose_key_is_revoked_goes_on_with_another_secret()
    {
        TestKey owner = await Venue.FundedAsync(50);
        DeribitKey first = await ApproveAsync(owner, generation: "");
        Assert.Equal(DeribitKey.Of(owner, Index).Secret, first.Secret);
        Assert.Equal(0, (await Venue.CallAsync("private/get_positions", "", first)).Result.GetArrayLength());

        var keys = new List<DeribitKey> { first };
        for (int generation = 1; generation <= 4; generation++)
        {
            await RevokeAsync(owner, keys[^1]);
            keys.Add(await ApproveAsync(owner, $"_{generation}"));
            Assert.Equal(0, (await Venue.CallAsync("private/get_positions", "", keys[^1])).Result.GetArrayLength());
            foreach (DeribitKey old in keys[..^1])
                Assert.Equal(13009, (await Venue.CallAsync("private/get_positions", "", old)).Code);
        }

        Assert.Equal(keys.Count, keys.Select(key => key.Secret).Distinct().Count());
        Assert.Equal(keys.Count, keys.Select(key => key.Agent).Distinct().Count());
        Assert.EndsWith($"_{Index + 1}", await ShownAsync(owner, Index + 1));
    }

    /// <summary>An engine forgets a dead agent after three days, and would take it again.</summary>
    [Fact]
    public async Task A_revoked_key_stays_bad_whatever_the_engine_says_of_its_agent()
    {
        TestKey owner = await Venue.FundedAsync(51);
        DeribitKey key = await ApproveAsync(owner, generation: "");
        KeyGenerations generations = Venue.Gateway.Services.GetRequiredService<KeyGenerations>();
        await generations.RequireGoodAsync(owner.Address, key.Agent, CancellationToken.None);

        await RevokeAsync(owner, key);
        await ShownAsync(owner, Index);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() =>
            generations.RequireGoodAsync(owner.Address, key.Agent, CancellationToken.None).AsTask());
        Assert.Equal("NotAuthorized", refused.Error.Code);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("_7", true)]
    [InlineData("_0", false)]
    [InlineData("_", false)]
    [InlineData("_-1", false)]
    [InlineData("_7_7", false)]
    public void A_generation_is_a_part_of_the_name(string end, bool isName)
    {
        string name = $"hc_{TestKey.Of(1).Address}_63{end}";
        Assert.Equal(isName, KeyName.TryParse(name, out KeyName read));
        Assert.True(!isName || read.ToString() == name);
    }

    private async Task<DeribitKey> ApproveAsync(TestKey owner, string generation)
    {
        string shown = await ShownAsync(owner, Index);
        Assert.Equal($"hc_{owner.Address}_{Index}{generation}", shown);
        using JsonDocument key = JsonDocument.Parse(await ReadAsync(owner, Index));
        (_, JsonElement answer, _) = await Venue.SendAsync("POST", "/api-key", Signed.ApiKey(
            owner, Venue.NewNonce(), Index, WalletAddress.Parse(key.RootElement.GetProperty("agent").GetString()!)));
        DeribitKey told = DeribitKey.Told(owner, answer.GetProperty("data"));
        Assert.Equal(shown, told.Id);
        return told;
    }

    private async Task<string> ShownAsync(TestKey owner, int index)
    {
        using JsonDocument key = JsonDocument.Parse(await ReadAsync(owner, index));
        return key.RootElement.GetProperty("client_id").GetString()!;
    }

    private Task<string> ReadAsync(TestKey owner, int index) =>
        Venue.Http.GetStringAsync($"/api-key?wallet={owner.Address}&index={index}");

    private async Task RevokeAsync(TestKey owner, DeribitKey key)
    {
        (_, JsonElement answer, _) = await Venue.SendAsync(
            "DELETE", "/revoke-agent", Signed.Agent(SignedTypes.RevokeAgent, owner, Venue.NewNonce(), key.Agent));
        Assert.True(answer.GetProperty("success").GetBoolean());
    }
}
