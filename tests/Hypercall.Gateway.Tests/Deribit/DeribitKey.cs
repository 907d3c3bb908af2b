using System.Security.Cryptography;
using System.Text;
using Hypercall.Gateway.Accounts;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>An API key of a wallet, which signs requests as ccxt does, by no code of the gateway's.</summary>
internal sealed class DeribitKey
{
    public const string Master = "a master secret for tests, and no other";

    private static long _lastNonce = 1_000_000;

    private DeribitKey(TestKey owner, string id, string secret, WalletAddress agent) =>
        (Owner, Id, Secret, Agent) = (owner, id, secret, agent);

    public TestKey Owner { get; }

    public string Id { get; }

    public string Secret { get; }

    public WalletAddress Agent { get; }

    /// <summary>A key whose agent the wallet has approved.</summary>
    public static async Task<DeribitKey> ApprovedAsync(GatewayVenueFixture venue, TestKey owner, int index = 0)
    {
        DeribitKey key = Of(owner, index);
        await venue.RunAsync(new ApproveAgent(owner.Address, key.Agent));
        return key;
    }

    /// <summary>A key as a gateway has told it.</summary>
    public static DeribitKey Told(TestKey owner, JsonElement data) => new(
        owner,
        data.GetProperty("client_id").GetString()!,
        data.GetProperty("client_secret").GetString()!,
        WalletAddress.Parse(data.GetProperty("agent").GetString()!));

    /// <summary>A key that nobody has approved.</summary>
    public static DeribitKey Of(TestKey owner, int index = 0)
    {
        byte[] name = new byte[WalletAddress.Length + 4];
        owner.Address.CopyTo(name);
        name[^1] = (byte)index;
        byte[] master = Encoding.UTF8.GetBytes(Master);
        byte[] agent = Hypercall.Gateway.Signing.Keccak.Hash(HMACSHA256.HashData(master, name));
        string secret = Convert.ToHexStringLower(HMACSHA256.HashData(master, (byte[])[.. "secret"u8, .. name]));
        return new DeribitKey(
            owner, new KeyName(owner.Address, index).ToString(), secret, WalletAddress.FromBytes(agent.AsSpan(12)));
    }

    public static string NewNonce() => Interlocked.Increment(ref _lastNonce).ToString();

    public static long NowMs => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>The header of a request.</summary>
    public string Header(string method, string target, string body = "", string? nonce = null, long? atMs = null)
    {
        nonce ??= NewNonce();
        long time = atMs ?? NowMs;
        return $"deri-hmac-sha256 id={Id},ts={time},sig={Sign($"{time}\n{nonce}\n{method}\n{target}\n{body}\n")},nonce={nonce}";
    }

    public string Sign(string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));
}

/// <summary>What a call was answered.</summary>
internal sealed record DeribitAnswer(HttpResponseMessage Http, JsonElement Body)
{
    public JsonElement Result => Body.TryGetProperty("result", out JsonElement result)
        ? result
        : throw new InvalidOperationException(Body.GetRawText());

    public JsonElement Error => Body.TryGetProperty("error", out JsonElement error)
        ? error
        : throw new InvalidOperationException(Body.GetRawText());

    public int Code => Error.GetProperty("code").GetInt32();

    public string? Data(string name) => Error.GetProperty("data").TryGetProperty(name, out JsonElement value)
        ? value.ToString()
        : null;
}

internal static class DeribitCalls
{
    /// <summary>Calls a method as ccxt does: GET, with a query.</summary>
    public static async Task<DeribitAnswer> CallAsync(
        this GatewayVenueFixture venue, string method, string query = "", DeribitKey? key = null)
    {
        string target = $"/api/v2/{method}{(query.Length > 0 ? "?" : "")}{query}";
        return await venue.GetAsync(target, key?.Header("GET", target));
    }

    public static async Task<DeribitAnswer> GetAsync(this GatewayVenueFixture venue, string target, string? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        return await SendAsync(venue, request, header);
    }

    public static async Task<DeribitAnswer> PostAsync(
        this GatewayVenueFixture venue, string target, string body, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        return await SendAsync(venue, request, header);
    }

    private static async Task<DeribitAnswer> SendAsync(
        GatewayVenueFixture venue, HttpRequestMessage request, string? header)
    {
        if (header is not null)
            request.Headers.TryAddWithoutValidation("Authorization", header);
        HttpResponseMessage answer = await venue.Http.SendAsync(request);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", answer.Headers.GetValues("Cache-Control").Single());
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return new DeribitAnswer(answer, document.RootElement.Clone());
    }
}
