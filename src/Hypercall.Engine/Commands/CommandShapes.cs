using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Commands;

/// <summary>Which shape a kind of command has, and the shapes of what commands are made of.</summary>
internal static class CommandShapes
{
    /// <summary>Walks over the fields of a command of a kind.</summary>
    /// <returns>The command; null where there was none and none can be made.</returns>
    public static EngineCommand? Walk<V>(ref V v, CommandType type, EngineCommand? c)
        where V : struct, IFields, allows ref struct
    {
        switch (type)
        {
            case CommandType.PlaceOrder:
                return PlaceOrder.Walk(ref v, c as PlaceOrder ?? PlaceOrder.Blank);
            case CommandType.CancelOrder:
                return CancelOrder.Walk(ref v, c as CancelOrder ?? CancelOrder.Blank);
            case CommandType.CancelAll:
                return CancelAll.Walk(ref v, c as CancelAll ?? CancelAll.Blank);
            case CommandType.CancelAllAfter:
                return CancelAllAfter.Walk(ref v, c as CancelAllAfter ?? CancelAllAfter.Blank);
            case CommandType.ReplaceOrder:
                return ReplaceOrder.Walk(ref v, c as ReplaceOrder ?? ReplaceOrder.Blank);
            case CommandType.BulkOrders:
                return BulkOrders.Walk(ref v, c as BulkOrders ?? BulkOrders.Blank);
            case CommandType.RfqExecute:
                return RfqExecute.Walk(ref v, c as RfqExecute ?? RfqExecute.Blank);
            case CommandType.MarketAction:
                return MarketAction.Walk(ref v, c as MarketAction ?? MarketAction.Blank);
            case CommandType.TradingModeUpdate:
                return TradingModeUpdate.Walk(ref v, c as TradingModeUpdate ?? TradingModeUpdate.Blank);
            case CommandType.TickExpiry:
                return TickExpiry.Walk(ref v, c as TickExpiry ?? TickExpiry.Blank);
            case CommandType.Tick:
                return Tick.Walk(ref v, c as Tick ?? Tick.Blank);
            case CommandType.PriceUpdate:
                return PriceUpdate.Walk(ref v, c as PriceUpdate ?? PriceUpdate.Blank);
            case CommandType.IvUpdate:
                return IvUpdate.Walk(ref v, c as IvUpdate ?? IvUpdate.Blank);
            case CommandType.DepositUpdate:
                return DepositUpdate.Walk(ref v, c as DepositUpdate ?? DepositUpdate.Blank);
            case CommandType.CashWithdrawalUpdate:
                return CashWithdrawalUpdate.Walk(ref v, c as CashWithdrawalUpdate ?? CashWithdrawalUpdate.Blank);
            case CommandType.InsuranceDeposit:
                return InsuranceDeposit.Walk(ref v, c as InsuranceDeposit ?? InsuranceDeposit.Blank);
            case CommandType.OptionDepositUpdate:
                return OptionDepositUpdate.Walk(ref v, c as OptionDepositUpdate ?? OptionDepositUpdate.Blank);
            case CommandType.OptionWithdrawalUpdate:
                return OptionWithdrawalUpdate.Walk(ref v, c as OptionWithdrawalUpdate ?? OptionWithdrawalUpdate.Blank);
            case CommandType.MarginModeUpdate:
                return MarginModeUpdate.Walk(ref v, c as MarginModeUpdate ?? MarginModeUpdate.Blank);
            case CommandType.TierUpdate:
                return TierUpdate.Walk(ref v, c as TierUpdate ?? TierUpdate.Blank);
            case CommandType.LiquidationStateUpdate:
                return LiquidationStateUpdate.Walk(ref v, c as LiquidationStateUpdate ?? LiquidationStateUpdate.Blank);
            case CommandType.LiquidationBonusUpdate:
                return LiquidationBonusUpdate.Walk(ref v, c as LiquidationBonusUpdate ?? LiquidationBonusUpdate.Blank);
            case CommandType.HypercorePositionUpdate:
                return HypercorePositionUpdate.Walk(
                    ref v, c as HypercorePositionUpdate ?? HypercorePositionUpdate.Blank);
            case CommandType.HypercoreEquityUpdate:
                return HypercoreEquityUpdate.Walk(ref v, c as HypercoreEquityUpdate ?? HypercoreEquityUpdate.Blank);
            case CommandType.LiquidationBid:
                return LiquidationBid.Walk(ref v, c as LiquidationBid ?? LiquidationBid.Blank);
            case CommandType.MmpConfigUpdate:
                return MmpConfigUpdate.Walk(ref v, c as MmpConfigUpdate ?? MmpConfigUpdate.Blank);
            case CommandType.MmpReset:
                return MmpReset.Walk(ref v, c as MmpReset ?? MmpReset.Blank);
            case CommandType.ApproveAgent:
                return ApproveAgent.Walk(ref v, c as ApproveAgent ?? ApproveAgent.Blank);
            case CommandType.RevokeAgent:
                return RevokeAgent.Walk(ref v, c as RevokeAgent ?? RevokeAgent.Blank);
            case CommandType.NonceAdvance:
                return NonceAdvance.Walk(ref v, c as NonceAdvance ?? NonceAdvance.Blank);
            case CommandType.SetRules:
                return SetRules.Walk(ref v, c as SetRules ?? SetRules.Blank);
            case CommandType.SetPmSettlementPoolConfig:
                return SetPmSettlementPoolConfig.Walk(
                    ref v, c as SetPmSettlementPoolConfig ?? SetPmSettlementPoolConfig.Blank);
            default:
                v.Require(false, $"command type {(byte)type} is unknown");
                return c;
        }
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

    public static BulkAction Walk<V>(ref V v, in BulkAction action)
        where V : struct, IFields, allows ref struct =>
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

    public static RfqLeg Walk<V>(ref V v, in RfqLeg leg)
        where V : struct, IFields, allows ref struct => new(
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

    public static SettlementPrice Walk<V>(ref V v, in SettlementPrice price)
        where V : struct, IFields, allows ref struct => new(
            v.Text("underlying", price.Underlying, 0, TextLimits.MaxSymbolBytes),
            v.Int32("expiry", price.ExpiryDate),
            v.Price("price", price.Price));
}

/// <summary>An index price.</summary>
internal readonly struct IndexPriceShape : IShape<IndexPrice>
{
    public static IndexPrice Blank => default;

    public static int LeastBytes => 9;

    public static IndexPrice Walk<V>(ref V v, in IndexPrice price)
        where V : struct, IFields, allows ref struct => new(
            v.Text("underlying", price.Underlying, 0, TextLimits.MaxSymbolBytes), v.Price("price", price.Price));
}

/// <summary>Source and number of a transfer, each behind a flag that says whether it is there.</summary>
internal static class Transfers
{
    public static string? Source<V>(ref V v, string? source)
        where V : struct, IFields, allows ref struct => v.Has("source", source is not null)
            ? v.Text("source", source!, 1, TransferLimits.MaxSourceBytes)
            : null;

    public static long? Number<V>(ref V v, long? number)
        where V : struct, IFields, allows ref struct => v.Has("number", number.HasValue)
            ? v.Int64("number", number.GetValueOrDefault(), 1, long.MaxValue)
            : null;
}
