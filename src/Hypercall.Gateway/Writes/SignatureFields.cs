using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Requests;
using Hypercall.Gateway.Signing;

namespace Hypercall.Gateway.Writes;

/// <summary>The two fields that every write has.</summary>
internal static class SignatureFields
{
    /// <summary>The nonce, within the engine's integers.</summary>
    public static long ReadNonce(Fields fields) => fields.Integer("nonce", 0, long.MaxValue);

    /// <summary>The signature, then the end of the object: what is misspelt is told before who signed.</summary>
    /// <exception cref="RefusedException">It is none that could be recovered.</exception>
    public static Signature ReadLast(Fields fields)
    {
        string text = fields.Text("signature", "0x and 130 hex digits");
        fields.Finish();
        return Signature.TryParse(text, out Signature signature, out string? violation)
            ? signature
            : throw new RefusedException(GatewayError.InvalidSignature(violation!));
    }
}
