namespace Hypercall.Gateway.Writes;

/// <summary>The two fields that every write has, and how they end what is signed.</summary>
internal static class SignatureFields
{
    /// <summary>The nonce, within the engine's integers.</summary>
    public static long ReadNonce(Fields fields) => fields.Integer("nonce", 0, long.MaxValue);

    /// <summary>The write whose fields before the nonce are hashed already.</summary>
    /// <param name="fields">Of which only the signature is not read yet.</param>
    /// <param name="signed">The fields in the order of their type, up to the nonce.</param>
    /// <param name="wallet">Who is acted for; null: the signer.</param>
    /// <param name="command">The command, of the wallet that is acted for.</param>
    /// <exception cref="RefusedException">The signature is none that could be recovered.</exception>
    public static SignedWrite Finish(
        SigningDomain domain,
        Fields fields,
        ref StructHash signed,
        WalletAddress? wallet,
        long nonce,
        RateClass kind,
        Func<WalletAddress, EngineCommand> command)
    {
        signed.Add(nonce);
        Signature signature = ReadLast(fields);
        return new SignedWrite(domain.DigestOf(ref signed), signature, wallet, nonce, kind, command);
    }

    /// <summary>The signature, then the end of the object: what is misspelt is told before who signed.</summary>
    public static Signature ReadLast(Fields fields)
    {
        string text = fields.Text("signature", "0x and 130 hex digits");
        fields.Finish();
        return Signature.TryParse(text, out Signature signature, out string? violation)
            ? signature
            : throw new RefusedException(GatewayError.InvalidSignature(violation!));
    }
}
