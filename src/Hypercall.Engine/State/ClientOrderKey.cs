namespace Hypercall.Engine.State;

/// <summary>A client id inside its wallet.</summary>
internal readonly record struct ClientOrderKey(int Wallet, string ClientId)
{
    internal int TableHash => SeededHash.Of((ulong)Wallet, ClientId);
}
