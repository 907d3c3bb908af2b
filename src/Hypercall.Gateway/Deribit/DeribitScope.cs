namespace Hypercall.Gateway.Deribit;

/// <summary>
/// What public/auth grants (gateway.md §7): all that a key may. Who asks for less would have more than he knows of.
/// </summary>
internal static class DeribitScope
{
    /// <summary>As it is told.</summary>
    public const string Granted = "connection account:read trade:read_write";

    private static readonly string[] Levels = ["none", "read", "read_write"];

    /// <summary>Takes a scope; null asks for all.</summary>
    /// <exception cref="DeribitException">It asks for less than a key may, or for what is not known; the error names
    /// the part.</exception>
    public static void Require(string? scope)
    {
        foreach (string part in scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (!Covers(part))
                throw DeribitParams.Wrong(
                    "scope",
                    $"a token has all that its key may, {DeribitTokens.AccessSeconds} s: not '{Fields.Shown(part)}'");
        }
    }

    /// <summary>Whether a token has no more than a part of a scope asks for. Wallets, block trades and custody are not
    /// there: of these it has nothing.</summary>
    private static bool Covers(string part)
    {
        int colon = part.IndexOf(':');
        string value = part[(colon + 1)..];
        return colon < 0
            ? part is "connection" or "mainaccount"
            : part[..colon] switch
            {
                "session" or "name" => true,
                "trade" => value == "read_write",
                "account" => value is "read" or "read_write",
                "wallet" or "block_trade" or "block_rfq" or "custody" => Levels.Contains(value),
                "expires" => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
                    && seconds >= DeribitTokens.AccessSeconds,
                _ => false,
            };
    }
}
