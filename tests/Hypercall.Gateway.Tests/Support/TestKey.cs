using Hypercall.Engine.Domain;
using Hypercall.Gateway.Signing;
using NBitcoin.Secp256k1;

namespace Hypercall.Gateway.Tests.Support;

/// <summary>A key that signs as a wallet does.</summary>
internal sealed class TestKey
{
    private readonly ECPrivKey _key;

    private TestKey(ECPrivKey key)
    {
        _key = key;
        Span<byte> point = stackalloc byte[SignerAddress.PointLength];
        key.CreatePubKey().WriteToSpan(compressed: false, point, out _);
        Address = SignerAddress.Of(point);
    }

    public WalletAddress Address { get; }

    /// <summary>The key itself, for a client that signs by itself.</summary>
    public string Hex
    {
        get
        {
            Span<byte> bytes = stackalloc byte[32];
            _key.WriteToSpan(bytes);
            return "0x" + Convert.ToHexStringLower(bytes);
        }
    }

    public static TestKey Of(byte number)
    {
        byte[] bytes = new byte[32];
        bytes[31] = number;
        bytes[0] = 1;
        return new TestKey(ECPrivKey.Create(bytes));
    }

    /// <summary>r, s, v as text.</summary>
    public string Sign(Digest256 digest)
    {
        byte[] message = new byte[Keccak.Length];
        digest.CopyTo(message);
        Assert.True(_key.TrySignRecoverable(message, out SecpRecoverableECDSASignature? signature));
        Span<byte> bytes = stackalloc byte[65];
        signature!.WriteToSpanCompact(bytes[..64], out int recoveryId);
        bytes[64] = (byte)(27 + recoveryId);
        return "0x" + Convert.ToHexStringLower(bytes);
    }
}
