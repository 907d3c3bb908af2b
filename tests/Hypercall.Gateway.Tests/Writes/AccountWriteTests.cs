using System.Net;
using System.Net.Http.Json;
using Hypercall.Engine.State;

namespace Hypercall.Gateway.Tests.Writes;

/// <summary>Agents, margin mode, protection and withdrawals over REST.</summary>
public sealed class AccountWriteTests(GatewayVenueFixture venue) : IClassFixture<GatewayVenueFixture>
{
    [Fact]
    public async Task An_agent_signs_for_a_wallet_from_its_approval_to_its_end()
    {
        (TestKey key, TestKey agent) = (await venue.FundedAsync(20), TestKey.Of(21));
        JsonObject early = Signed.Order(agent, venue.NewNonce(), price: "5", wallet: key);
        (HttpStatusCode before, JsonElement refused, _) = await venue.SendAsync("POST", "/order", early);
        Assert.Equal(HttpStatusCode.Forbidden, before);
        Assert.Equal("NotAuthorized", refused.GetProperty("code").GetString());

        (_, JsonElement approved, _) = await venue.SendAsync(
            "POST", "/approve-agent", Signed.Agent(SignedTypes.ApproveAgent, key, venue.NewNonce(), agent));
        Assert.True(approved.GetProperty("success").GetBoolean());
        (_, JsonElement placed, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(agent, venue.NewNonce(), price: "5", wallet: key));
        Assert.Equal("OPEN", placed.GetProperty("status").GetString());
        Assert.Equal(key.Address.ToString(), placed.GetProperty("wallet_address").GetString());

        (_, JsonElement revoked, _) = await venue.SendAsync(
            "DELETE", "/revoke-agent", Signed.Agent(SignedTypes.RevokeAgent, key, venue.NewNonce(), agent));
        Assert.True(revoked.GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task All_agents_are_revoked_and_an_old_signature_does_not_do_it_again()
    {
        TestKey key = await venue.FundedAsync(22);
        foreach (byte number in (byte[])[23, 24, 25])
        {
            await venue.SendAsync("POST", "/approve-agent", Signed.Agent(
                SignedTypes.ApproveAgent, key, venue.NewNonce(), TestKey.Of(number)));
        }

        JsonObject all = Signed.RevokeAllAgents(key, venue.NewNonce());
        (_, JsonElement body, _) = await venue.SendAsync("DELETE", "/revoke-all-agents", all);
        Assert.True(body.GetProperty("success").GetBoolean());
        (HttpStatusCode forbidden, _, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(TestKey.Of(24), venue.NewNonce(), price: "5", wallet: key));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden);

        await venue.SendAsync("POST", "/approve-agent", Signed.Agent(
            SignedTypes.ApproveAgent, key, venue.NewNonce(), TestKey.Of(26)));
        (HttpStatusCode again, _, _) = await venue.SendAsync("DELETE", "/revoke-all-agents", all);
        Assert.Equal(HttpStatusCode.Conflict, again);
        (_, JsonElement placed, _) = await venue.SendAsync(
            "POST", "/order", Signed.Order(TestKey.Of(26), venue.NewNonce(), price: "5", wallet: key));
        Assert.Equal("OPEN", placed.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Without_agents_only_the_nonce_is_spent()
    {
        TestKey key = await venue.FundedAsync(27);
        long before = await venue.SequenceAsync();

        (_, JsonElement body, HttpResponseMessage answer) = await venue.SendAsync(
            "DELETE", "/revoke-all-agents", Signed.RevokeAllAgents(key, venue.NewNonce()));

        Assert.True(body.GetProperty("success").GetBoolean());
        Assert.Equal("requests", answer.Headers.GetValues("X-RateLimit-Bucket").Single());
        Assert.Equal(before + 1, await venue.SequenceAsync());
    }

    [Fact]
    public async Task A_margin_mode_is_set_by_the_wallet_alone()
    {
        (TestKey key, TestKey agent) = (await venue.FundedAsync(28), TestKey.Of(29));
        await venue.SendAsync(
            "POST", "/approve-agent", Signed.Agent(SignedTypes.ApproveAgent, key, venue.NewNonce(), agent));
        JsonObject byAgent = Signed.MarginMode(agent, venue.NewNonce(), "portfolio");
        byAgent["wallet"] = key.Address.ToString();
        (HttpStatusCode forbidden, _, _) = await venue.SendAsync("POST", "/margin-mode", byAgent);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden);

        (_, JsonElement body, _) = await venue.SendAsync(
            "POST", "/margin-mode", Signed.MarginMode(key, venue.NewNonce(), "portfolio"));

        JsonElement data = body.GetProperty("data");
        Assert.Equal(
            ("portfolio", "standard"),
            (data.GetProperty("margin_mode").GetString(), data.GetProperty("previous_mode").GetString()));
        Assert.Equal(MarginMode.Portfolio, (await venue.WalletAsync(key)).Mode);
    }

    [Fact]
    public async Task Protection_is_set_reset_and_deleted_each_with_the_next_nonce()
    {
        TestKey key = await venue.FundedAsync(30);

        (_, JsonElement set, _) = await venue.SendAsync(
            "POST", "/mmp-config", Signed.Protection(key, 1, "ETH", "10", enabled: true));
        Assert.Equal("10", set.GetProperty("data").GetProperty("qty_limit").GetString());
        Assert.Equal(JsonValueKind.Null, set.GetProperty("data").GetProperty("delta_limit").ValueKind);
        (_, JsonElement reset, _) = await venue.SendAsync(
            "POST", "/mmp-config/reset", Signed.OfCurrency(SignedTypes.ResetMmp, key, 2, "ETH"));
        Assert.True(reset.GetProperty("success").GetBoolean());
        (_, JsonElement wrong, _) = await venue.SendAsync(
            "DELETE", "/mmp-config", Signed.OfCurrency(SignedTypes.DeleteMmpConfig, key, 2, "ETH"));
        Assert.Equal("InvalidConfigNonce", wrong.GetProperty("code").GetString());
        (_, JsonElement deleted, _) = await venue.SendAsync(
            "DELETE", "/mmp-config", Signed.OfCurrency(SignedTypes.DeleteMmpConfig, key, 3, "ETH"));
        Assert.True(deleted.GetProperty("success").GetBoolean());
    }

    /// <summary>As a body that was seen, whose outcome is forgotten; one that is ahead nobody has seen.</summary>
    [Fact]
    public async Task A_reset_whose_nonce_was_used_takes_no_way_out_from_its_signer()
    {
        TestKey key = await venue.FundedAsync(38);
        await venue.SendAsync("POST", "/mmp-config", Signed.Protection(key, 1, "ETH", "10", enabled: true));
        await using GatewayHost still = await venue.StartAnotherAsync(new ManualTime());
        using var http = new HttpClient { BaseAddress = still.Url };

        Assert.Equal(("InvalidConfigNonce", "9"), await ResetAsync(1));
        Assert.Equal((null, "9"), await ResetAsync(2));
        Assert.Equal(("InvalidConfigNonce", "8"), await ResetAsync(9));
        Assert.Equal((null, "7"), await ResetAsync(3));

        async Task<(string? Code, string Remaining)> ResetAsync(int nonce)
        {
            using HttpResponseMessage answer = await http.PostAsJsonAsync(
                "/mmp-config/reset", Signed.OfCurrency(SignedTypes.ResetMmp, key, nonce, "ETH"));
            using JsonDocument body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            return (body.RootElement.GetProperty("code").GetString(),
                answer.Headers.GetValues("X-RateLimit-Remaining").Single());
        }
    }

    [Fact]
    public async Task Cash_is_withdrawn_once_and_a_lack_of_it_is_told()
    {
        TestKey key = await venue.FundedAsync(31);
        JsonObject body = Signed.Withdrawal(key, venue.NewNonce(), "1000.5", TestKey.Of(32));

        (_, JsonElement first, _) = await venue.SendAsync("POST", "/withdraw/usdc", body);
        await venue.SendAsync("POST", "/withdraw/usdc", body);
        (_, JsonElement tooMuch, _) = await venue.SendAsync(
            "POST", "/withdraw/usdc", Signed.Withdrawal(key, venue.NewNonce(), "100000", TestKey.Of(32)));

        Assert.Equal("1000.5", first.GetProperty("data").GetProperty("amount").GetString());
        Assert.Equal("accepted", first.GetProperty("data").GetProperty("status").GetString());
        Assert.Equal("InsufficientBalance", tooMuch.GetProperty("code").GetString());
        WalletReport wallet = await venue.WalletAsync(key);
        Assert.Equal("98999.5", wallet.Cash.ToString());
    }
}
