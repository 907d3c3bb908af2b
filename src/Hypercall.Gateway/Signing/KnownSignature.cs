namespace Hypercall.Gateway.Signing;

/// <summary>A signature whose signer is known: a library that does not find him is not used.</summary>
internal static class KnownSignature
{
    private const string DigestText = "f7190e24c91d50864cef80e28fe1b05e76eac7c7d4688e54fc72df2a11bc3118";
    private const string SignatureText = "0xc66973933f9395012fc2e67e49e1b4178f076c5f6de2f6ec93a88127d5dad46f"
        + "0a5b0503c9980eb73ca4ca071cde84e2584be6db4add8cd02e94f7dfc81c00111b";

    private static readonly WalletAddress Signer = WalletAddress.Parse("0x302f53179d4bc1640bf1caae05ecac089b4946c8");

    public static bool IsRecoveredBy(ISignerRecovery recovery) =>
        Signature.TryParse(SignatureText, out Signature signature, out _)
        && recovery.TryRecover(
            new Digest256(Convert.FromHexString(DigestText)), signature, out WalletAddress signer)
        && signer == Signer;
}
