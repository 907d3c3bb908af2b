namespace Hypercall.Testing.Twin;

/// <summary>
/// The canonical line of each kind of event: its name, then name=value, amounts in their smallest unit. Twin and
/// engine are compared in this form, tables are matched against it.
/// </summary>
internal static class EventLines
{
    public static string OrderUpdated(
        long id,
        string? clientId,
        WalletAddress wallet,
        string symbol,
        Side side,
        long price,
        (long Size, long Filled, long Remaining) sizes,
        OrderStatus status,
        OrderReason reason,
        bool isLiquidation) =>
        $"OrderUpdated order={id} client={clientId} wallet={wallet} symbol={symbol} side={side} price={price} " +
        $"size={sizes.Size} filled={sizes.Filled} remaining={sizes.Remaining} status={status} reason={reason} " +
        $"liquidation={isLiquidation}";

    public static string Filled(
        (long Trade, long TakerOrder, long MakerOrder) ids,
        string symbol,
        long price,
        long size,
        Side takerSide,
        (WalletAddress Taker, WalletAddress Maker) wallets,
        (BigInteger Taker, BigInteger Maker) fees,
        (BigInteger Taker, BigInteger Maker) realized,
        FillSource source) =>
        $"Filled trade={ids.Trade} symbol={symbol} price={price} size={size} takerSide={takerSide} " +
        $"takerOrder={ids.TakerOrder} makerOrder={ids.MakerOrder} taker={wallets.Taker} maker={wallets.Maker} " +
        $"takerFee={fees.Taker} makerFee={fees.Maker} takerPnl={realized.Taker} makerPnl={realized.Maker} " +
        $"source={source}";

    public static string BookChanged(
        string symbol,
        long l2Sequence,
        IEnumerable<(long Price, long Size)> bids,
        IEnumerable<(long Price, long Size)> asks) =>
        $"BookChanged symbol={symbol} l2={l2Sequence} bids={Levels(bids)} asks={Levels(asks)}";

    public static string BalanceChanged(
        LedgerAccountKind account, WalletAddress wallet, BigInteger delta, BigInteger balance, BalanceReason reason)
    {
        string name = account == LedgerAccountKind.Wallet ? $"{wallet}" : $"{account}";
        return $"BalanceChanged account={name} delta={delta} balance={balance} reason={reason}";
    }

    public static string PositionChanged(WalletAddress wallet, string symbol, BigInteger size, BigInteger entryPrice) =>
        $"PositionChanged wallet={wallet} symbol={symbol} size={size} entry={entryPrice}";

    public static string MmpTriggered(WalletAddress wallet, string underlying, MmpCause cause, long? frozenUntil) =>
        $"MmpTriggered wallet={wallet} underlying={underlying} cause={cause} frozenUntil={frozenUntil}";

    public static string MarketUpdated(string symbol, InstrumentStatus status) =>
        $"MarketUpdated symbol={symbol} status={status}";

    public static string PositionSettled(
        WalletAddress wallet,
        string symbol,
        BigInteger size,
        BigInteger price,
        BigInteger value,
        BigInteger fee,
        BigInteger pnl) =>
        $"PositionSettled wallet={wallet} symbol={symbol} size={size} price={price} value={value} fee={fee} pnl={pnl}";

    public static string MarginModeChanged(WalletAddress wallet, MarginMode mode) =>
        $"MarginModeChanged wallet={wallet} mode={mode}";

    public static string TierChanged(WalletAddress wallet, string tier, int maxOpenOrders, int maxOpenPositions) =>
        $"TierChanged wallet={wallet} tier={tier} maxOrders={maxOpenOrders} maxPositions={maxOpenPositions}";

    public static string LiquidationStateChanged(WalletAddress wallet, LiquidationState state, LiquidationMode mode) =>
        $"LiquidationStateChanged wallet={wallet} state={state} mode={mode}";

    public static string LiquidationAuction(
        WalletAddress wallet,
        long auctionId,
        AuctionStatus status,
        BigInteger? asked = null,
        long? endsAt = null,
        WalletAddress? bidder = null,
        BigInteger? fee = null) =>
        $"LiquidationAuction wallet={wallet} auction={auctionId} status={status} asked={asked} endsAt={endsAt} " +
        $"bidder={bidder} fee={fee}";

    public static string Deleveraged(
        long trade,
        string symbol,
        BigInteger size,
        BigInteger price,
        (WalletAddress Wallet, WalletAddress Counterparty) wallets,
        (BigInteger Wallet, BigInteger Counterparty) realized) =>
        $"Deleveraged trade={trade} symbol={symbol} size={size} price={price} wallet={wallets.Wallet} " +
        $"counterparty={wallets.Counterparty} walletPnl={realized.Wallet} counterpartyPnl={realized.Counterparty}";

    public static string MmpConfigChanged(WalletAddress wallet, string underlying) =>
        $"MmpConfigChanged wallet={wallet} underlying={underlying}";

    public static string AgentChanged(WalletAddress wallet, WalletAddress agent, AgentStatus status, long? expiresAt) =>
        $"AgentChanged wallet={wallet} agent={agent} status={status} expiresAt={expiresAt}";

    public static string RulesChanged(int version) => $"RulesChanged version={version}";

    private static string Levels(IEnumerable<(long Price, long Size)> levels) =>
        string.Join(',', levels.Select(l => $"{l.Price}:{l.Size}"));
}
