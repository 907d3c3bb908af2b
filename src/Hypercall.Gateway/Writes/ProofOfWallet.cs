namespace Hypercall.Gateway.Writes;

/// <summary>A client's proof that it speaks for a wallet: AuthenticateWs, signed within the last minute.</summary>
internal sealed class ProofOfWallet(
    SigningDomain domain, SignerDoor door, AccountDirectory accounts, GatewayOptions options)
{
    private const long LongestAgeMs = 60_000;

    /// <summary>Takes timestamp and signature, with which the object ends.</summary>
    /// <exception cref="RefusedException">It proves nothing.</exception>
    /// <returns>Who signed it.</returns>
    public async Task<WalletAddress> RequireAsync(Fields fields, WalletAddress wallet, CancellationToken cancellation)
    {
        long signedAt = fields.Integer("timestamp", 0, long.MaxValue);
        Signature signature = SignatureFields.ReadLast(fields);
        if (Math.Abs(options.NowMs - signedAt) > LongestAgeMs)
            throw new RefusedException(GatewayError.NotAuthorized("the proof is older than 60 s, or of the future"));
        var signed = new StructHash(SignedTypes.AuthenticateWs);
        signed.Add(wallet);
        signed.Add(signedAt);
        WalletAddress signer = await door.RecoverAsync(domain.DigestOf(ref signed), signature, cancellation);
        await accounts.RequireAsync(wallet, signer, byWalletAlone: false, cancellation);
        return signer;
    }

    /// <summary>
    /// Who has proved it before may have been revoked since: asked anew, as what follows carries no signer that the
    /// engine could refuse.
    /// </summary>
    /// <exception cref="RefusedException">He no longer speaks for the wallet.</exception>
    public async Task RequireStillAsync(WalletAddress wallet, WalletAddress signer, CancellationToken cancellation)
    {
        if (signer != wallet && !(await accounts.AgentsOfAsync(wallet, cancellation)).Contains(signer))
            throw new RefusedException(GatewayError.NotAuthorized($"{signer} may not sign for {wallet}"));
    }

    /// <summary>Whether he no longer speaks for the wallet; while nobody can say, he does.</summary>
    public async Task<bool> IsRevokedAsync(WalletAddress wallet, WalletAddress signer, CancellationToken cancellation)
    {
        try
        {
            await RequireStillAsync(wallet, signer, cancellation);
            return false;
        }
        catch (RefusedException refused)
        {
            return refused.Error.DeniesSigner;
        }
    }
}
