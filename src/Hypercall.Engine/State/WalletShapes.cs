namespace Hypercall.Engine.State;

/// <summary>The layout of a wallet with what its positions are worth.</summary>
internal readonly struct WalletReportShape : IShape<WalletReport>
{
    public static WalletReport Blank { get; } = new(
        default, default, default, default, default, null, [], [], MarginShape.Blank, null, 0, 0, null);

    static WalletReport IShape<WalletReport>.Walk<V>(ref V v, in WalletReport wallet) => new(
        v.Address("wallet", wallet.Address),
        v.Cash("cash", wallet.Cash),
        v.Cash("debt", wallet.Debt),
        v.Enum("mode", wallet.Mode, MarginMode.Portfolio),
        v.Enum("liquidationState", wallet.LiquidationState, LiquidationState.Liquidated),
        v.Has("stage", wallet.Stage.HasValue)
            ? new StageReport(
                v.Int64("enteredAt", wallet.Stage.GetValueOrDefault().EnteredAtMs),
                v.Int64("endsAt", wallet.Stage.GetValueOrDefault().EndsAtMs))
            : null,
        v.Items<PositionReport, PositionReportShape>("positions", wallet.Positions),
        v.Items<OrderView, OrderViewShape>("openOrders", wallet.OpenOrders),
        v.Part<MarginView, MarginShape>("margin", wallet.Margin),
        v.Optional("tier", wallet.Tier, TextLimits.MaxTierBytes),
        v.Int32("maxOpenOrders", wallet.MaxOpenOrders),
        v.Int32("maxOpenPositions", wallet.MaxOpenPositions),
        v.Optional("cancelAllAt", wallet.CancelAllAtMs));
}

internal readonly struct AuctionReportShape : IShape<AuctionReport>
{
    public static AuctionReport Blank { get; } = new(0, default, default, default, 0, 0, []);

    static AuctionReport IShape<AuctionReport>.Walk<V>(ref V v, in AuctionReport auction) => new(
        v.Int64("auctionId", auction.AuctionId),
        v.Address("wallet", auction.Wallet),
        v.Enum("mode", auction.Mode, MarginMode.Portfolio),
        v.Cash("asked", auction.Asked),
        v.Int64("startedAt", auction.StartedAtMs),
        v.Int64("endsAt", auction.EndsAtMs),
        v.Items<PositionReport, PositionReportShape>("positions", auction.Positions));
}

internal readonly struct PositionReportShape : IShape<PositionReport>
{
    public static PositionReport Blank { get; } =
        new("", default, default, default, null, null, default, default, null, null);

    static PositionReport IShape<PositionReport>.Walk<V>(ref V v, in PositionReport position) => new(
        v.Symbol(position.Symbol),
        v.Quantity("size", position.Size),
        v.Price("entryPrice", position.EntryPrice),
        v.Cash("cost", position.Cost),
        v.Optional("mark", position.Mark),
        v.Optional("index", position.Index),
        v.Cash("initial", position.Initial),
        v.Cash("maintenance", position.Maintenance),
        v.OptionalFraction("iv", position.Volatility),
        v.OptionalPart<V, ChainGreeks, GreeksShape>("greeks", position.Greeks));
}

internal readonly struct OrderViewShape : IShape<OrderView>
{
    public static OrderView Blank { get; } = new(
        0, null, "", default, default, default, default, default, default, null, default, null);

    static OrderView IShape<OrderView>.Walk<V>(ref V v, in OrderView order) => new(
        v.Int64("orderId", order.OrderId),
        v.Optional("clientId", order.ClientId, TextLimits.MaxClientIdBytes),
        v.Symbol(order.Symbol),
        v.Enum("side", order.Side, Side.Sell),
        v.Price("price", order.Price),
        v.Quantity("size", order.Size),
        v.Quantity("filled", order.Filled),
        v.Enum("status", order.Status, OrderStatus.Canceled),
        v.Enum("tif", order.TimeInForce, TimeInForce.Gtd),
        v.Optional("expiresAt", order.ExpiresAtMs),
        v.Enum("flags", order.Flags, OrderTermsShape.AllFlags, EnumForm.Flags),
        v.Optional("builder", order.Builder),
        v.Boolean("liquidation", order.Liquidation));
}
