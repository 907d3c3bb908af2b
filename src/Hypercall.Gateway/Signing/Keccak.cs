using Org.BouncyCastle.Crypto.Digests;

namespace Hypercall.Gateway.Signing;

/// <summary>Keccak-256 as Ethereum has it: .NET's SHA3 pads otherwise.</summary>
internal static class Keccak
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 32;

    [ThreadStatic]
    private static KeccakDigest? _digest;

    /// <summary>Writes the digest of some bytes.</summary>
    public static void Hash(ReadOnlySpan<byte> bytes, Span<byte> digest)
    {
        KeccakDigest keccak = _digest ??= new KeccakDigest(Length * 8);
        keccak.BlockUpdate(bytes);
        keccak.DoFinal(digest);
    }

    public static byte[] Hash(ReadOnlySpan<byte> bytes)
    {
        byte[] digest = new byte[Length];
        Hash(bytes, digest);
        return digest;
    }
}
