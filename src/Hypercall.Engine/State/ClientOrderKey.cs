namespace Hypercall.Engine.State;

/// <summary>A client id inside its wallet.</summary>
internal readonly record struct ClientOrderKey(int Wallet, string ClientId)
{
    public bool Equals(ClientOrderKey other) =>
        Wallet == other.Wallet && string.Equals(ClientId, other.ClientId, StringComparison.Ordinal);

    public override int GetHashCode() => TableHash;

    internal int TableHash => SeededHash.Of((ulong)Wallet, ClientId);
}
