namespace Hypercall.Gateway.Requests;

/// <summary>Addresses as clients write them: any case comes in, lower case goes out.</summary>
internal static class Addresses
{
    public const string Expected = "a wallet address: 0x and 40 hex digits";

    public static bool TryParse(string text, out WalletAddress address)
    {
        address = default;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && WalletAddress.TryParse(text.ToLowerInvariant(), out address);
    }
}
