namespace Hypercall.Gateway.Writes;

/// <summary>A write with the engine's outcome, accepted or rejected.</summary>
/// <param name="Wallet">Who was acted for.</param>
/// <param name="Bucket">What it was counted against; null: its address alone, since it was sent before.</param>
internal sealed record Executed(
    SignedWrite Write, WalletAddress Wallet, WalletAddress Signer, RequestId Id, ApplyOutput Outcome,
    RateBucket? Bucket)
{
    private const string Before = "; it was executed or rejected before; /orders/status by client id tells which";

    /// <summary>The order that a cancel took out, from the history; null: not looked for, or not there yet.</summary>
    public OrderRow? Canceled { get; init; }

    /// <summary>The sequence at which it was executed; a repetition's the first one's.</summary>
    public long Sequence => Outcome.First?.Sequence ?? Outcome.Sequence;

    /// <summary>Why it was rejected, or null.</summary>
    public string? Reason => Outcome.Accepted
        ? null
        : $"Rejected: {RejectText.Describe(Outcome.Rejection)}"
            + (Outcome.Rejection.Code == RejectCode.NonceReused ? Before : "");
}
