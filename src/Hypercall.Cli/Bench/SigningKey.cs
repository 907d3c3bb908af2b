using System.Buffers.Binary;
using Hypercall.Gateway.Signing;
using NBitcoin.Secp256k1;

namespace Hypercall.Cli.Bench;

/// <summary>A key that signs as a wallet does; it follows from a number, which keeps no secret.</summary>
internal sealed class SigningKey
{
    private const int KeyBytes = 32;
    private const int SignatureBytes = 65;
    private const int FirstRecoveryId = 27;

    private readonly ECPrivKey _key;

    private SigningKey(ECPrivKey key)
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
            Span<byte> bytes = stackalloc byte[KeyBytes];
            _key.WriteToSpan(bytes);
            return Text(bytes);
        }
    }

    /// <summary>The same number is the same key.</summary>
    public static SigningKey Of(int number)
    {
        var bytes = new byte[KeyBytes];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(KeyBytes - sizeof(int)), number);
        return new SigningKey(ECPrivKey.Create(bytes));
    }

    /// <summary>r, s, v as text.</summary>
    public string Sign(Digest256 digest)
    {
        var message = new byte[Keccak.Length];
        digest.CopyTo(message);
        if (!_key.TrySignRecoverable(message, out SecpRecoverableECDSASignature? signature))
            throw new InvalidOperationException("the key signs nothing");
        Span<byte> bytes = stackalloc byte[SignatureBytes];
        signature!.WriteToSpanCompact(bytes[..^1], out int recoveryId);
        bytes[^1] = (byte)(FirstRecoveryId + recoveryId);
        return Text(bytes);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);
}
