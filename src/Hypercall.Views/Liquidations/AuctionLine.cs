namespace Hypercall.Views.Liquidations;

/// <summary>An auction as its last event tells of it.</summary>
/// <param name="Asked">
/// What was asked at the start, or paid by who won; null where it ended otherwise. Negative: the bidder is paid. A view
/// that began in the course of an auction knows what was asked then.
/// </param>
/// <param name="EndsAtMs">When it ends; null once it has.</param>
/// <param name="Fee">What the wallet then paid to the insurance fund.</param>
public sealed record AuctionLine(
    long TimestampMs,
    WalletAddress Wallet,
    long AuctionId,
    AuctionStatus Status,
    Cash? Asked,
    long? EndsAtMs,
    WalletAddress? Bidder,
    Cash? Fee);
