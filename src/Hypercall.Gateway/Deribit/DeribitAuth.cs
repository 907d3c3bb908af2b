using System.Security.Cryptography;
using System.Text;

namespace Hypercall.Gateway.Deribit;

/// <summary>
/// Whose key a call is made with (gateway.md §7). What a signature for HTTP covers never passes for one of a socket:
/// there nonce and data have no line breaks, so that a signed request which somebody saw is no way to a token.
/// </summary>
internal sealed class DeribitAuth(
    ApiKeys keys,
    DeribitTokens tokens,
    UsedSignatures used,
    AccountDirectory accounts,
    KeyGenerations generations,
    GatewayOptions options)
{
    private const string HmacScheme = "deri-hmac-sha256 ";
    private const string BearerScheme = "Bearer ";
    private const long SignedWithinMs = 60_000;
    private const int LongestNonce = 64;
    private const int LongestData = 1_024;

    /// <summary>Whose HTTP request it is; null: nobody says.</summary>
    /// <param name="header">Its Authorization header.</param>
    /// <param name="signed">What is signed after time and nonce: method, target and body.</param>
    public async ValueTask<SignedCall?> OfRequestAsync(
        string header, Func<string> signed, CancellationToken cancellation)
    {
        if (header.StartsWith(HmacScheme, StringComparison.OrdinalIgnoreCase))
        {
            SignedCall call = OfSignature(ReadHeader(header[HmacScheme.Length..]), signed());
            await RequireAliveAsync(call.Key, cancellation);
            return call;
        }

        if (header.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase))
        {
            KeyHolder? key = tokens.OfAccess(header[BearerScheme.Length..].Trim());
            return key is not null
                ? new SignedCall(await AliveAsync(key, cancellation), null, null)
                : throw Refused("the token is not valid");
        }

        return header.Length == 0 ? null : throw Refused("the scheme of the Authorization header is not known");
    }

    /// <summary>Whose key public/auth proves.</summary>
    public ValueTask<KeyHolder> OfGrantAsync(DeribitCall call)
    {
        DeribitScope.Require(call.Params.Text("scope"));
        KeyHolder key = call.Params.Needed("grant_type") switch
        {
            "client_signature" => OfClientSignature(call.Params),
            "client_credentials" => OfCredentials(call),
            "refresh_token" => tokens.OfRefresh(call.Params.Needed("refresh_token"))
                ?? throw Refused("the refresh token is not valid"),
            _ => throw DeribitParams.Wrong(
                "grant_type", "expected one of client_signature, client_credentials, refresh_token"),
        };
        return AliveAsync(key, call.Cancellation);
    }

    /// <summary>Refuses a key whose agent may no longer act for its wallet, or was revoked before.</summary>
    public async ValueTask RequireAliveAsync(KeyHolder key, CancellationToken cancellation)
    {
        await accounts.RequireAsync(key.Wallet, key.Agent, byWalletAlone: false, cancellation);
        await generations.RequireGoodAsync(key.Wallet, key.Agent, cancellation);
    }

    private async ValueTask<KeyHolder> AliveAsync(KeyHolder key, CancellationToken cancellation)
    {
        await RequireAliveAsync(key, cancellation);
        return key;
    }

    private KeyHolder OfClientSignature(DeribitParams parameters)
    {
        string nonce = parameters.RawText("nonce");
        string data = parameters.RawText("data");
        if (nonce.Contains('\n'))
            throw DeribitParams.Wrong("nonce", "expected no line break");
        if (data.Contains('\n') || data.Length > LongestData)
            throw DeribitParams.Wrong("data", $"expected at most {LongestData} letters without a line break");
        var claim = new Claim(
            parameters.Needed("client_id"), parameters.Needed("timestamp"), parameters.Needed("signature"), nonce);
        return OfSignature(claim, data).Key;
    }

    private KeyHolder OfCredentials(DeribitCall call)
    {
        KeyHolder key = KeyOf(call.Params.Needed("client_id"));
        string secret = call.Params.Needed("client_secret");
        if (!call.IsConfidential)
            throw Refused("client_credentials needs TLS or a loopback address: use client_signature");
        return IsSame(secret, keys.SecretOf(key.Name))
            ? key
            : throw Refused("the secret is not the key's");
    }

    private SignedCall OfSignature(Claim claim, string rest)
    {
        KeyHolder key = KeyOf(claim.Id);
        long nowMs = options.NowMs;
        if (!long.TryParse(claim.Time, NumberStyles.None, CultureInfo.InvariantCulture, out long signedAt)
            || Math.Abs(nowMs - signedAt) > SignedWithinMs)
            throw Refused("the timestamp is more than 60 s from the server's");
        if (claim.Nonce.Length is 0 or > LongestNonce)
            throw Refused($"the nonce has 1 to {LongestNonce} letters");
        byte[] signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(keys.SecretOf(key.Name)),
            Encoding.UTF8.GetBytes($"{claim.Time}\n{claim.Nonce}\n{rest}"));
        string right = Convert.ToHexStringLower(signature);
        if (!IsSame(claim.Signature.ToLowerInvariant(), right))
            throw Refused("the signature is not the key's");
        return used.TryUse(key.Agent, right, nowMs)
            ? new SignedCall(key, signature, signedAt)
            : throw Refused("it was sent before: sign it with a new nonce");
    }

    private KeyHolder KeyOf(string clientId) => KeyName.TryParse(clientId, out KeyName name)
        ? new KeyHolder(name, keys.AgentOf(name))
        : throw Refused("there is no such client id");

    private static Claim ReadHeader(string text)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in text.Split(','))
        {
            int equals = part.IndexOf('=');
            if (equals < 0 || !parts.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
                throw Refused("expected deri-hmac-sha256 id=…,ts=…,sig=…,nonce=…");
        }

        string Part(string name) => parts.GetValueOrDefault(name) ?? throw Refused($"the header has no {name}");
        return new Claim(Part("id"), Part("ts"), Part("sig"), Part("nonce"));
    }

    private static bool IsSame(string given, string right) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(right));

    private static DeribitException Refused(string reason) => new(DeribitError.NotAuthorized(reason));

    private sealed record Claim(string Id, string Time, string Signature, string Nonce);
}

/// <summary>Whose call it is, as its header says.</summary>
/// <param name="IdSource">What the id of its command is made of; null: at random.</param>
/// <param name="AtMs">When it was signed, ms since the epoch; null: it was not, it has a token.</param>
internal sealed record SignedCall(KeyHolder Key, byte[]? IdSource, long? AtMs);
