namespace Hypercall.Gateway.Signing;

/// <summary>The address of a public key: the low 20 bytes of the hash of its coordinates.</summary>
internal static class SignerAddress
{
    /// <summary>Bytes of a public key that is not compressed: a tag, then x and y.</summary>
    public const int PointLength = 65;

    public static WalletAddress Of(ReadOnlySpan<byte> point)
    {
        Span<byte> hash = stackalloc byte[Keccak.Length];
        Keccak.Hash(point[1..], hash);
        return WalletAddress.FromBytes(hash[(Keccak.Length - WalletAddress.Length)..]);
    }
}
