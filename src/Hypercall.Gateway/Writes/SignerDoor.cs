namespace Hypercall.Gateway.Writes;

/// <summary>
/// Recovers who signed, by the faster library that the machine has; on as many threads at a time as it has processors,
/// so that a flood of signatures leaves the others their threads.
/// </summary>
internal sealed class SignerDoor : IDisposable
{
    private readonly ISignerRecovery _recovery = ManagedRecovery.Fastest();
    private readonly SemaphoreSlim _free = new(Environment.ProcessorCount);

    /// <summary>The signer's address.</summary>
    /// <exception cref="RefusedException">Nobody can have signed it.</exception>
    public async ValueTask<WalletAddress> RecoverAsync(
        Digest256 digest, Signature signature, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            return _recovery.TryRecover(digest, signature, out WalletAddress signer)
                ? signer
                : throw new RefusedException(GatewayError.InvalidSignature("no key has made this signature"));
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
