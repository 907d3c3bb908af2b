using Hypercall.Gateway.Signing;

namespace Hypercall.Cli.Bench;

/// <summary>A key that signs orders as a wallet does, for measuring the gateway; its wallet follows from a
/// number.</summary>
/// <param name="number">The same number is the same key.</param>
/// <param name="firstNonce">Before its first nonce, which the engine wants near its clock.</param>
internal sealed class BenchKey(int number, long firstNonce = 0)
{
    private static readonly SigningDomain Domain = new(998);

    private readonly SigningKey _key = SigningKey.Of(number);
    private long _nonce = firstNonce;

    public WalletAddress Wallet => _key.Address;

    /// <summary>The body of an order.</summary>
    public string Order(string symbol, string price, string tif)
    {
        var hash = new StructHash(SignedTypes.PlaceOrder);
        hash.Add(Wallet);
        foreach (string text in (string[])[symbol, "Buy", "1", price, tif, "best_execution", ""])
            hash.Add(text);
        return Finish(
            $$"""
            {"wallet":"{{Wallet}}","symbol":"{{symbol}}","side":"Buy","size":"1","price":"{{price}}","tif":"{{tif}}"
            """,
            ref hash);
    }

    /// <summary>The body of orders that are executed together.</summary>
    public string Bulk(string symbol, string price, string tif, int orders)
    {
        string order = $$"""
            {"type":"PlaceOrder","symbol":"{{symbol}}","side":"buy","size":"1","price":"{{price}}","tif":"{{tif}}"}
            """;
        string actions = $"[{string.Join(',', Enumerable.Repeat(order, orders))}]";
        var hash = new StructHash(SignedTypes.BulkOrders);
        hash.Add(Wallet);
        hash.Add(actions);
        string text = actions.Replace("\"", "\\\"", StringComparison.Ordinal);
        return Finish($$"""{"wallet":"{{Wallet}}","actions":"{{text}}" """, ref hash);
    }

    /// <summary>A digest and its signature, as recovery meets them.</summary>
    public (Digest256 Digest, Signature Signature) Sample()
    {
        var hash = new StructHash(SignedTypes.RevokeAllAgents);
        hash.Add(++_nonce);
        Digest256 digest = Domain.DigestOf(ref hash);
        return Signature.TryParse(_key.Sign(digest), out Signature signature, out string? violation)
            ? (digest, signature)
            : throw new InvalidOperationException(violation);
    }

    private string Finish(string fields, ref StructHash hash)
    {
        long nonce = ++_nonce;
        hash.Add(nonce);
        return $$"""{{fields}},"nonce":{{nonce}},"signature":"{{_key.Sign(Domain.DigestOf(ref hash))}}"}""";
    }
}
