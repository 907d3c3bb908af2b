namespace Hypercall.Gateway.Signing;

/// <summary>The types that writes are signed as (gateway.md §3).</summary>
internal static class SignedTypes
{
    private const string Order = "address wallet,string symbol,string side,string size,string price,string tif,";
    private const string Replaced =
        "address wallet,string orderId,string symbol,string side,string size,string price,string tif,";
    private const string NewTerms =
        "string clientId,bool reduceOnly,bool postOnly,bool mmp,uint64 expiresAt,string stp,address builder,"
        + "uint64 nonce";

    public static readonly TypedStruct PlaceOrder =
        new($"PlaceOrder({Order}string route,string clientId,uint64 nonce)");
    public static readonly TypedStruct PlaceOrderReduceOnly =
        new($"PlaceOrderReduceOnly({Order}string route,string clientId,bool reduceOnly,uint64 nonce)");
    public static readonly TypedStruct PlaceOrderV2 = new($"PlaceOrderV2({Order}string route,{NewTerms})");
    public static readonly TypedStruct ReplaceOrder = new($"ReplaceOrder({Replaced}string clientId,uint64 nonce)");
    public static readonly TypedStruct ReplaceOrderReduceOnly =
        new($"ReplaceOrderReduceOnly({Replaced}string clientId,bool reduceOnly,uint64 nonce)");
    public static readonly TypedStruct ReplaceOrderV2 = new($"ReplaceOrderV2({Replaced}{NewTerms})");
    public static readonly TypedStruct CancelOrder = new("CancelOrder(address wallet,string orderId,uint64 nonce)");
    public static readonly TypedStruct CancelOrderByClientId =
        new("CancelOrderByClientId(address wallet,string clientId,uint64 nonce)");
    public static readonly TypedStruct CancelAll =
        new("CancelAll(address wallet,string symbol,string currency,bool mmpOnly,uint64 nonce)");
    public static readonly TypedStruct CancelAllAfter =
        new("CancelAllAfter(address wallet,uint64 timeoutMs,uint64 nonce)");
    public static readonly TypedStruct BulkOrders = new("BulkOrders(address wallet,string actions,uint64 nonce)");
    public static readonly TypedStruct ApproveAgent = new("ApproveAgent(address agent,uint64 nonce)");
    public static readonly TypedStruct RevokeAgent = new("RevokeAgent(address agent,uint64 nonce)");
    public static readonly TypedStruct RevokeAllAgents = new("RevokeAllAgents(uint64 nonce)");
    public static readonly TypedStruct SetMarginMode =
        new("SetMarginMode(address wallet,string marginMode,uint64 nonce)");
    public static readonly TypedStruct SetSettlementPayoutSeen =
        new("SetSettlementPayoutSeen(address wallet,string payoutIds,bool seen,uint64 nonce)");
    public static readonly TypedStruct WithdrawUsdc =
        new("WithdrawUsdc(address wallet,address account,address destination,string amount,uint64 nonce)");
    public static readonly TypedStruct StandardMarginLiquidationOrder = new(
        "StandardMarginLiquidationOrder(address wallet,address liquidatedWallet,string requestId,string auctionId,"
        + "string bidUsdc,string portfolioHash,string auctionTermsHash,string bidIntentHash,uint64 auctionVersion,"
        + "uint64 nonce)");
    public static readonly TypedStruct SetMmpConfig = new(
        "SetMmpConfig(address wallet,string currency,uint64 intervalMs,uint64 frozenTimeMs,string qtyLimit,"
        + "string deltaLimit,string vegaLimit,bool enabled,uint64 nonce)");
    public static readonly TypedStruct DeleteMmpConfig =
        new("DeleteMmpConfig(address wallet,string currency,uint64 nonce)");
    public static readonly TypedStruct ResetMmp = new("ResetMmp(address wallet,string currency,uint64 nonce)");
    public static readonly TypedStruct AuthenticateWs = new("AuthenticateWs(address wallet,uint64 timestamp)");
}
