namespace Hypercall.Engine.OrderIndex;

/// <summary>A client id inside its wallet.</summary>
internal readonly record struct ClientOrderKey(int Wallet, string ClientId)
{
    public bool Equals(ClientOrderKey other) =>
        Wallet == other.Wallet && string.Equals(ClientId, other.ClientId, StringComparison.Ordinal);

    public override int GetHashCode()
    {
        uint hash = unchecked((uint)Wallet * 0x9E3779B1u);
        foreach (char c in ClientId)
            hash = unchecked((hash ^ c) * 16777619u);
        return unchecked((int)hash);
    }
}
