namespace Hypercall.Gateway.Signing;

/// <summary>Finds who signed a digest. Safe for use from several threads.</summary>
internal interface ISignerRecovery
{
    /// <summary>The address of the key that signed; false where no key could have.</summary>
    bool TryRecover(in Digest256 digest, in Signature signature, out WalletAddress signer);
}
