using Secp256k1Net;

namespace Hypercall.Gateway.Signing;

/// <summary>Recovery by libsecp256k1, four times as fast, where its file is there for the machine.</summary>
internal sealed class NativeRecovery : ISignerRecovery
{
    private const int RecoverableLength = 65;
    private const int KeyLength = 64;
    private readonly Secp256k1 _library = new();

    private NativeRecovery()
    {
    }

    /// <summary>One that has found a known signer; null where the library cannot be loaded or does not.</summary>
    public static NativeRecovery? TryCreate()
    {
        try
        {
            var native = new NativeRecovery();
            return KnownSignature.IsRecoveredBy(native) ? native : null;
        }
        catch (Exception failure) when (IsMissing(failure))
        {
            return null;
        }
    }

    public bool TryRecover(in Digest256 digest, in Signature signature, out WalletAddress signer)
    {
        signer = default;
        Span<byte> compact = stackalloc byte[Signature.CompactLength];
        Span<byte> message = stackalloc byte[Keccak.Length];
        Span<byte> recoverable = stackalloc byte[RecoverableLength];
        Span<byte> key = stackalloc byte[KeyLength];
        signature.CopyTo(compact);
        digest.CopyTo(message);
        if (!_library.EcdsaRecoverableSignatureParseCompact(recoverable, compact, signature.RecoveryId)
            || !_library.EcdsaRecover(key, recoverable, message))
        {
            return false;
        }

        Span<byte> point = stackalloc byte[SignerAddress.PointLength];
        nuint length = SignerAddress.PointLength;
        if (!_library.EcPubkeySerialize(point, ref length, key, Secp256k1EcFlags.Uncompressed))
            return false;
        signer = SignerAddress.Of(point);
        return true;
    }

    /// <summary>The library is loaded when the class is first used: what fails then comes wrapped.</summary>
    private static bool IsMissing(Exception failure) => failure switch
    {
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException => true,
        FileNotFoundException or PlatformNotSupportedException => true,
        TypeInitializationException { InnerException: { } inner } => IsMissing(inner),
        _ => false,
    };
}
