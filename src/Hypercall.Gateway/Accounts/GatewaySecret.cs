using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// What proves that this gateway, or another with the same secret, has said something. Without a setting it is made at
/// the start, and what it proves ends with the process.
/// </summary>
internal sealed class GatewaySecret(GatewayOptions options)
{
    /// <summary>Bytes of a proof.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _master = options.KeyMaster.Length > 0
        ? Encoding.UTF8.GetBytes(options.KeyMaster)
        : RandomNumberGenerator.GetBytes(Length);

    public byte[] Of(ReadOnlySpan<byte> said) => HMACSHA256.HashData(_master, said);

    /// <summary>A token that stands for a claim for a while: the claim and its end with a proof; nothing is
    /// stored.</summary>
    /// <param name="purpose">What the token is for: it is none for anything else.</param>
    public (string Token, long EndsAtMs) TokenOf(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> claim, long livesMs)
    {
        long end = options.NowMs + livesMs;
        int proofAt = claim.Length + sizeof(long);
        byte[] token = new byte[proofAt + Length];
        claim.CopyTo(token);
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(claim.Length), end);
        ProofOf(purpose, token.AsSpan(0, proofAt)).CopyTo(token, proofAt);
        return (Base64Url.EncodeToString(token), end);
    }

    /// <summary>What a token says; null: nothing, or it has ended.</summary>
    /// <param name="purpose">What it is to be for.</param>
    /// <param name="claimLength">Bytes of what it says.</param>
    public byte[]? ClaimOf(ReadOnlySpan<byte> purpose, string text, int claimLength)
    {
        int proofAt = claimLength + sizeof(long);
        byte[] token = new byte[proofAt + Length];
        if (text.Length > Base64Url.GetEncodedLength(token.Length)
            || Base64Url.DecodeFromChars(text, token, out _, out int length) != OperationStatus.Done
            || length != token.Length
            || !CryptographicOperations.FixedTimeEquals(
                ProofOf(purpose, token.AsSpan(0, proofAt)), token.AsSpan(proofAt))
            || BinaryPrimitives.ReadInt64BigEndian(token.AsSpan(claimLength)) <= options.NowMs)
            return null;
        return token[..claimLength];
    }

    private byte[] ProofOf(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> said) => Of([.. purpose, .. said]);
}
