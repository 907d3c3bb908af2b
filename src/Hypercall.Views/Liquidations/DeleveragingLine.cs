namespace Hypercall.Views.Liquidations;

/// <summary>A position that was closed against one of the other side.</summary>
/// <param name="TimestampMs">When.</param>
/// <param name="Wallet">Who is liquidated.</param>
/// <param name="Counterparty">Whose position was closed against it.</param>
/// <param name="WalletPnl">What the wallet realized.</param>
/// <param name="CounterpartyPnl">What the counterparty realized.</param>
public sealed record DeleveragingLine(
    long TimestampMs,
    long TradeId,
    string Symbol,
    Quantity Size,
    Price Price,
    WalletAddress Wallet,
    WalletAddress Counterparty,
    Cash WalletPnl,
    Cash CounterpartyPnl);
