namespace Hypercall.Gateway.Accounts;

/// <summary>
/// Keys that are agents (gateway.md §7): agent and secret are made of the gateway's secret and the key's name, so that
/// nothing is stored and every gateway with the same secret knows them. Nobody has the agent's private key.
/// </summary>
internal sealed class ApiKeys(GatewaySecret secret)
{
    /// <summary>The address that a wallet approves for a key.</summary>
    public WalletAddress AgentOf(in KeyName name)
    {
        Span<byte> hash = stackalloc byte[Keccak.Length];
        Keccak.Hash(secret.Of(name.ToBytes()), hash);
        return WalletAddress.FromBytes(hash[(Keccak.Length - WalletAddress.Length)..]);
    }

    /// <summary>What signs requests with the key.</summary>
    public string SecretOf(in KeyName name) =>
        Convert.ToHexStringLower(secret.Of([.. "secret"u8, .. name.ToBytes()]));
}
