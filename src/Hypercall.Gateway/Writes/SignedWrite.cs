namespace Hypercall.Gateway.Writes;

/// <summary>A write as it came in: what was signed, and the command that it is for whoever signed.</summary>
/// <param name="Signature">By whom, in effect.</param>
/// <param name="Wallet">Who is acted for; null: the signer.</param>
/// <param name="Command">The command, of the wallet that is acted for.</param>
internal sealed record SignedWrite(
    Digest256 Digest,
    Signature Signature,
    WalletAddress? Wallet,
    long Nonce,
    RateClass Class,
    Func<WalletAddress, EngineCommand> Command)
{
    /// <summary>How much it takes of the limit.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>True: its nonce is one of protection's configuration, and none of the signer.</summary>
    public bool HasConfigNonce { get; init; }

    /// <summary>True: no agent may do it.</summary>
    public bool ByWalletAlone { get; init; }

    /// <summary>What its answer tells of the order that was asked for; null: it asks for none.</summary>
    public OrderFields? Order { get; init; }
}
