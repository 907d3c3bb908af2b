using NBitcoin.Secp256k1;

namespace Hypercall.Gateway.Signing;

/// <summary>Recovery in managed code, on every machine.</summary>
internal sealed class ManagedRecovery : ISignerRecovery
{
    /// <summary>The faster of those that work on this machine.</summary>
    public static ISignerRecovery Fastest() => NativeRecovery.TryCreate() ?? (ISignerRecovery)new ManagedRecovery();

    public bool TryRecover(in Digest256 digest, in Signature signature, out WalletAddress signer)
    {
        signer = default;
        Span<byte> compact = stackalloc byte[Signature.CompactLength];
        Span<byte> message = stackalloc byte[Keccak.Length];
        signature.CopyTo(compact);
        digest.CopyTo(message);
        if (!SecpRecoverableECDSASignature.TryCreateFromCompact(
                compact, signature.RecoveryId, out SecpRecoverableECDSASignature? recoverable)
            || !ECPubKey.TryRecover(Context.Instance, recoverable, message, out ECPubKey? key))
        {
            return false;
        }

        Span<byte> point = stackalloc byte[SignerAddress.PointLength];
        key.WriteToSpan(compressed: false, point, out _);
        signer = SignerAddress.Of(point);
        return true;
    }
}
