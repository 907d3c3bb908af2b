namespace Hypercall.Engine.Commands;

/// <summary>Which shape a kind of command has, and the shapes of what commands are made of.</summary>
internal static class CommandShapes
{
    /// <summary>Walks over the fields of a command of a kind.</summary>
    /// <returns>The command; null where there was none and none can be made.</returns>
    public static EngineCommand? Walk<V>(ref V v, CommandType type, EngineCommand? c)
        where V : struct, IFields, allows ref struct => type switch
        {
            CommandType.PlaceOrder => PlaceOrder.Walk(ref v, c as PlaceOrder ?? PlaceOrder.Blank),
            CommandType.CancelOrder => CancelOrder.Walk(ref v, c as CancelOrder ?? CancelOrder.Blank),
            CommandType.CancelAll => CancelAll.Walk(ref v, c as CancelAll ?? CancelAll.Blank),
            CommandType.CancelAllAfter => CancelAllAfter.Walk(ref v, c as CancelAllAfter ?? CancelAllAfter.Blank),
            CommandType.ReplaceOrder => ReplaceOrder.Walk(ref v, c as ReplaceOrder ?? ReplaceOrder.Blank),
            CommandType.BulkOrders => BulkOrders.Walk(ref v, c as BulkOrders ?? BulkOrders.Blank),
            CommandType.RfqExecute => RfqExecute.Walk(ref v, c as RfqExecute ?? RfqExecute.Blank),
            CommandType.MarketAction => MarketAction.Walk(ref v, c as MarketAction ?? MarketAction.Blank),
            CommandType.TradingModeUpdate =>
                TradingModeUpdate.Walk(ref v, c as TradingModeUpdate ?? TradingModeUpdate.Blank),
            CommandType.TickExpiry => TickExpiry.Walk(ref v, c as TickExpiry ?? TickExpiry.Blank),
            CommandType.Tick => Tick.Walk(ref v, c as Tick ?? Tick.Blank),
            CommandType.PriceUpdate => PriceUpdate.Walk(ref v, c as PriceUpdate ?? PriceUpdate.Blank),
            CommandType.IvUpdate => IvUpdate.Walk(ref v, c as IvUpdate ?? IvUpdate.Blank),
            CommandType.DepositUpdate => DepositUpdate.Walk(ref v, c as DepositUpdate ?? DepositUpdate.Blank),
            CommandType.CashWithdrawalUpdate =>
                CashWithdrawalUpdate.Walk(ref v, c as CashWithdrawalUpdate ?? CashWithdrawalUpdate.Blank),
            CommandType.InsuranceDeposit =>
                InsuranceDeposit.Walk(ref v, c as InsuranceDeposit ?? InsuranceDeposit.Blank),
            CommandType.OptionDepositUpdate =>
                OptionDepositUpdate.Walk(ref v, c as OptionDepositUpdate ?? OptionDepositUpdate.Blank),
            CommandType.OptionWithdrawalUpdate =>
                OptionWithdrawalUpdate.Walk(ref v, c as OptionWithdrawalUpdate ?? OptionWithdrawalUpdate.Blank),
            CommandType.MarginModeUpdate =>
                MarginModeUpdate.Walk(ref v, c as MarginModeUpdate ?? MarginModeUpdate.Blank),
            CommandType.TierUpdate => TierUpdate.Walk(ref v, c as TierUpdate ?? TierUpdate.Blank),
            CommandType.LiquidationStateUpdate =>
                LiquidationStateUpdate.Walk(ref v, c as LiquidationStateUpdate ?? LiquidationStateUpdate.Blank),
            CommandType.LiquidationBonusUpdate =>
                LiquidationBonusUpdate.Walk(ref v, c as LiquidationBonusUpdate ?? LiquidationBonusUpdate.Blank),
            CommandType.HypercorePositionUpdate =>
                HypercorePositionUpdate.Walk(ref v, c as HypercorePositionUpdate ?? HypercorePositionUpdate.Blank),
            CommandType.HypercoreEquityUpdate =>
                HypercoreEquityUpdate.Walk(ref v, c as HypercoreEquityUpdate ?? HypercoreEquityUpdate.Blank),
            CommandType.LiquidationBid => LiquidationBid.Walk(ref v, c as LiquidationBid ?? LiquidationBid.Blank),
            CommandType.MmpConfigUpdate => MmpConfigUpdate.Walk(ref v, c as MmpConfigUpdate ?? MmpConfigUpdate.Blank),
            CommandType.MmpReset => MmpReset.Walk(ref v, c as MmpReset ?? MmpReset.Blank),
            CommandType.ApproveAgent => ApproveAgent.Walk(ref v, c as ApproveAgent ?? ApproveAgent.Blank),
            CommandType.RevokeAgent => RevokeAgent.Walk(ref v, c as RevokeAgent ?? RevokeAgent.Blank),
            CommandType.NonceAdvance => NonceAdvance.Walk(ref v, c as NonceAdvance ?? NonceAdvance.Blank),
            CommandType.SetRules => SetRules.Walk(ref v, c as SetRules ?? SetRules.Blank),
            CommandType.SetPmSettlementPoolConfig =>
                SetPmSettlementPoolConfig.Walk(
                    ref v, c as SetPmSettlementPoolConfig ?? SetPmSettlementPoolConfig.Blank),
            _ => Refuse(ref v, type, c),
        };

    private static EngineCommand? Refuse<V>(ref V v, CommandType type, EngineCommand? c)
        where V : struct, IFields, allows ref struct
    {
        v.Require(false, $"command type {(byte)type} is unknown");
        return c;
    }
}

/// <summary>One action of a bulk: its kind, then as the command of that kind without its wallet.</summary>
internal readonly struct BulkActionShape : IShape<BulkAction>
{
    private enum Kind : byte
    {
        PlaceOrder = 0,
        CancelOrder = 1,
        ReplaceOrder = 2,
    }

    public static BulkAction Blank { get; } = new BulkPlace(default);

    public static int LeastBytes => 3;

    static BulkAction IShape<BulkAction>.Walk<V>(ref V v, in BulkAction action) =>
        v.Kind("type", KindOf(action), Kind.ReplaceOrder) switch
        {
            Kind.PlaceOrder => Walk(ref v, action as BulkPlace ?? new BulkPlace(default)),
            Kind.CancelOrder => Walk(ref v, action as BulkCancel ?? new BulkCancel(OrderReferenceShape.Blank)),
            _ => Walk(ref v, action as BulkReplace ?? new BulkReplace(OrderReferenceShape.Blank, default)),
        };

    private static Kind KindOf(BulkAction action) => action switch
    {
        BulkPlace => Kind.PlaceOrder,
        BulkCancel => Kind.CancelOrder,
        _ => Kind.ReplaceOrder,
    };

    private static BulkPlace Walk<V>(ref V v, BulkPlace a)
        where V : struct, IFields, allows ref struct
    {
        OrderTerms order = OrderTermsShape.Walk(ref v, a.Order);
        return V.Makes ? new BulkPlace(order) : a;
    }

    private static BulkCancel Walk<V>(ref V v, BulkCancel a)
        where V : struct, IFields, allows ref struct
    {
        OrderReference order = OrderReferenceShape.Walk(ref v, a.Order);
        return V.Makes ? new BulkCancel(order) : a;
    }

    private static BulkReplace Walk<V>(ref V v, BulkReplace a)
        where V : struct, IFields, allows ref struct
    {
        OrderReference target = OrderReferenceShape.Walk(ref v, a.Target);
        OrderTerms order = OrderTermsShape.Walk(ref v, a.Order, "newClientId");
        bool totalSize = v.Boolean("totalSize", a.TotalSize, needed: false);
        return V.Makes ? new BulkReplace(target, order, totalSize) : a;
    }
}

/// <summary>One leg of a request for quote.</summary>
internal readonly struct RfqLegShape : IShape<RfqLeg>
{
    public static RfqLeg Blank => default;

    public static int LeastBytes => 18;

    static RfqLeg IShape<RfqLeg>.Walk<V>(ref V v, in RfqLeg leg) => new(
        v.Text("symbol", leg.Symbol, 0, TextLimits.MaxSymbolBytes),
        v.Enum("side", leg.Side, Side.Sell),
        v.Quantity("size", leg.Size),
        v.Price("price", leg.Price));
}

/// <summary>The settlement price of a group.</summary>
internal readonly struct SettlementPriceShape : IShape<SettlementPrice>
{
    public static SettlementPrice Blank => default;

    public static int LeastBytes => 13;

    static SettlementPrice IShape<SettlementPrice>.Walk<V>(ref V v, in SettlementPrice price) => new(
        v.Text("underlying", price.Underlying, 0, TextLimits.MaxSymbolBytes),
        v.Int32("expiry", price.ExpiryDate),
        v.Price("price", price.Price));
}

/// <summary>An index price.</summary>
internal readonly struct IndexPriceShape : IShape<IndexPrice>
{
    public static IndexPrice Blank => default;

    public static int LeastBytes => 9;

    static IndexPrice IShape<IndexPrice>.Walk<V>(ref V v, in IndexPrice price) => new(
        v.Text("underlying", price.Underlying, 0, TextLimits.MaxSymbolBytes), v.Price("price", price.Price));
}
