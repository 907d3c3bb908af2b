namespace Hypercall.Engine.Commands;

/// <summary>
/// The canonical encoding of commands: a type byte, a version byte, a fixed layout per type. Used inside envelopes and,
/// alone, for the digest by which two requests are "the same command". Writing allocates nothing but for a rule set;
/// reading accepts exactly the bytes that writing makes, of values within <see cref="CommandLimits"/>.
/// </summary>
internal static class CommandShapes
{
    private const byte Version = 1;

    extension<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        /// <summary>Walks over a command of any kind.</summary>
        /// <returns>The command; null where none could be made.</returns>
        public EngineCommand? Walk(EngineCommand? command)
        {
            var type = (CommandType)v.Tag("command type", (byte)(command?.Type ?? default), byte.MaxValue);
            byte version = v.Tag("command version", Version, byte.MaxValue);
            if (version != Version)
                v.Require(false, $"version {version} of command type {(byte)type} is unknown");
            return v.Failed ? null : v.Walk(type, command);
        }

        /// <summary>Walks over the fields of a command of a kind.</summary>
        /// <returns>The command; null where there was none and none can be made.</returns>
        public EngineCommand? Walk(CommandType type, EngineCommand? c) => type switch
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
            _ => v.Refuse(type, c),
        };

        private EngineCommand? Refuse(CommandType type, EngineCommand? c)
        {
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

    static BulkAction IShape<BulkAction>.Walk<V>(ref V v, in BulkAction action)
    {
        switch (v.Enum("type", KindOf(action), Kind.ReplaceOrder, EnumForm.Kind))
        {
            case Kind.PlaceOrder:
                OrderTerms placed = OrderTermsShape.Walk(ref v, (action as BulkPlace)?.Order ?? default);
                return V.Makes ? new BulkPlace(placed) : action;
            case Kind.CancelOrder:
                OrderReference canceled = OrderReferenceShape.Walk(
                    ref v, (action as BulkCancel)?.Order ?? OrderReferenceShape.Blank);
                return V.Makes ? new BulkCancel(canceled) : action;
            default:
                BulkReplace a = action as BulkReplace ?? new BulkReplace(OrderReferenceShape.Blank, default);
                OrderReference target = OrderReferenceShape.Walk(ref v, a.Target);
                OrderTerms order = OrderTermsShape.Walk(ref v, a.Order, "newClientId");
                bool totalSize = v.Boolean("totalSize", a.TotalSize, needed: false);
                return V.Makes ? new BulkReplace(target, order, totalSize) : a;
        }
    }

    private static Kind KindOf(BulkAction action) => action switch
    {
        BulkPlace => Kind.PlaceOrder,
        BulkCancel => Kind.CancelOrder,
        _ => Kind.ReplaceOrder,
    };
}

/// <summary>One leg of a request for quote.</summary>
internal readonly struct RfqLegShape : IShape<RfqLeg>
{
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
    public static int LeastBytes => 13;

    static SettlementPrice IShape<SettlementPrice>.Walk<V>(ref V v, in SettlementPrice price) => new(
        v.Text("underlying", price.Underlying, 0, TextLimits.MaxSymbolBytes),
        v.Int32("expiry", price.ExpiryDate),
        v.Price("price", price.Price));
}

/// <summary>An index price.</summary>
internal readonly struct IndexPriceShape : IShape<IndexPrice>
{
    public static int LeastBytes => 9;

    static IndexPrice IShape<IndexPrice>.Walk<V>(ref V v, in IndexPrice price) => new(
        v.Text("underlying", price.Underlying, 0, TextLimits.MaxSymbolBytes), v.Price("price", price.Price));
}
