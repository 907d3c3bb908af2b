using System.Buffers.Binary;
using System.Globalization;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Signing;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// Keys that are agents (gateway.md §7): agent and secret are made of the gateway's secret, the wallet and a number, so
/// that nothing is stored and every gateway with the same secret knows them. Nobody has the agent's private key.
/// </summary>
internal sealed class ApiKeys(GatewaySecret secret)
{
    /// <summary>Greatest number of a wallet's key.</summary>
    public const int LastIndex = 63;

    private const string Prefix = "hc";

    /// <summary>The address that a wallet approves for a key.</summary>
    public WalletAddress AgentOf(WalletAddress wallet, int index)
    {
        Span<byte> hash = stackalloc byte[Keccak.Length];
        Keccak.Hash(secret.Of(NameOf(wallet, index)), hash);
        return WalletAddress.FromBytes(hash[(Keccak.Length - WalletAddress.Length)..]);
    }

    /// <summary>What signs requests with the key.</summary>
    public string SecretOf(WalletAddress wallet, int index) =>
        Convert.ToHexStringLower(secret.Of([.. "secret"u8, .. NameOf(wallet, index)]));

    /// <summary>The key's name.</summary>
    public static string IdOf(WalletAddress wallet, int index) => $"{Prefix}_{wallet}_{index}";

    /// <summary>Whose key a name means.</summary>
    public static bool TryParse(string clientId, out WalletAddress wallet, out int index)
    {
        (wallet, index) = (default, -1);
        string[] parts = clientId.Split('_');
        return parts.Length == 3
            && parts[0] == Prefix
            && WalletAddress.TryParse(parts[1], out wallet)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out index)
            && index <= LastIndex;
    }

    private static byte[] NameOf(WalletAddress wallet, int index)
    {
        byte[] name = new byte[WalletAddress.Length + sizeof(int)];
        wallet.CopyTo(name);
        BinaryPrimitives.WriteInt32BigEndian(name.AsSpan(WalletAddress.Length), index);
        return name;
    }
}
