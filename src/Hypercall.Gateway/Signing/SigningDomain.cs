namespace Hypercall.Gateway.Signing;

/// <summary>The EIP-712 domain of a chain, and the digests that are signed in it.</summary>
internal sealed class SigningDomain
{
    public const string Name = "Hypercall";
    public const string Version = "1";

    private static readonly TypedStruct Type =
        new("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    private readonly byte[] _separator = new byte[Keccak.Length];

    /// <summary>The domain of a chain; there is no contract: its address is zero.</summary>
    public SigningDomain(long chainId)
    {
        var hash = new StructHash(Type);
        hash.Add(Name);
        hash.Add(Version);
        hash.Add(chainId);
        hash.Add(default(WalletAddress));
        hash.Finish(_separator);
    }

    public ReadOnlySpan<byte> Separator => _separator;

    /// <summary>keccak256(0x1901 ‖ separator ‖ struct hash).</summary>
    public Digest256 DigestOf(ref StructHash signed)
    {
        Span<byte> bytes = stackalloc byte[2 + 2 * Keccak.Length];
        bytes[0] = 0x19;
        bytes[1] = 0x01;
        _separator.CopyTo(bytes[2..]);
        signed.Finish(bytes[(2 + Keccak.Length)..]);
        Span<byte> digest = stackalloc byte[Keccak.Length];
        Keccak.Hash(bytes, digest);
        return new Digest256(digest);
    }
}
