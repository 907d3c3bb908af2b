using System.Buffers.Binary;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// Which key of a wallet: its number, and the generation of that number. A key that was revoked is never good again:
/// its number goes on with the next generation, which is another agent with another secret.
/// </summary>
internal readonly record struct KeyName(WalletAddress Wallet, int Index, long Generation = 0)
{
    /// <summary>Greatest number of a wallet's key.</summary>
    public const int LastIndex = 63;

    private const string Prefix = "hc";

    /// <summary>As clients have it: a first generation is not told.</summary>
    public override string ToString() => Generation == 0
        ? $"{Prefix}_{Wallet}_{Index}"
        : string.Create(CultureInfo.InvariantCulture, $"{Prefix}_{Wallet}_{Index}_{Generation}");

    /// <summary>Reads what <see cref="ToString"/> gives.</summary>
    public static bool TryParse(string clientId, out KeyName name)
    {
        name = default;
        string[] parts = clientId.Split('_');
        if (parts.Length is < 3 or > 4
            || parts[0] != Prefix
            || !WalletAddress.TryParse(parts[1], out WalletAddress wallet)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            || index > LastIndex)
            return false;
        long generation = 0;
        if (parts.Length == 4
            && !(long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out generation)
                && generation > 0))
            return false;
        name = new KeyName(wallet, index, generation);
        return true;
    }

    /// <summary>Of what agent and secret are made.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[WalletAddress.Length + sizeof(int) + (Generation == 0 ? 0 : sizeof(long))];
        Wallet.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(WalletAddress.Length), Index);
        if (Generation != 0)
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(WalletAddress.Length + sizeof(int)), Generation);
        return bytes;
    }
}
