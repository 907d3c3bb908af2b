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
            CommandType.PlaceOrder => WalkAs<V, PlaceOrder>(ref v, c),
            CommandType.CancelOrder => WalkAs<V, CancelOrder>(ref v, c),
            CommandType.CancelAll => WalkAs<V, CancelAll>(ref v, c),
            CommandType.CancelAllAfter => WalkAs<V, CancelAllAfter>(ref v, c),
            CommandType.ReplaceOrder => WalkAs<V, ReplaceOrder>(ref v, c),
            CommandType.BulkOrders => WalkAs<V, BulkOrders>(ref v, c),
            CommandType.RfqExecute => WalkAs<V, RfqExecute>(ref v, c),
            CommandType.MarketAction => WalkAs<V, MarketAction>(ref v, c),
            CommandType.TradingModeUpdate => WalkAs<V, TradingModeUpdate>(ref v, c),
            CommandType.TickExpiry => WalkAs<V, TickExpiry>(ref v, c),
            CommandType.Tick => WalkAs<V, Tick>(ref v, c),
            CommandType.PriceUpdate => WalkAs<V, PriceUpdate>(ref v, c),
            CommandType.IvUpdate => WalkAs<V, IvUpdate>(ref v, c),
            CommandType.DepositUpdate => WalkAs<V, DepositUpdate>(ref v, c),
            CommandType.CashWithdrawalUpdate => WalkAs<V, CashWithdrawalUpdate>(ref v, c),
            CommandType.InsuranceDeposit => WalkAs<V, InsuranceDeposit>(ref v, c),
            CommandType.OptionDepositUpdate => WalkAs<V, OptionDepositUpdate>(ref v, c),
            CommandType.OptionWithdrawalUpdate => WalkAs<V, OptionWithdrawalUpdate>(ref v, c),
            CommandType.MarginModeUpdate => WalkAs<V, MarginModeUpdate>(ref v, c),
            CommandType.TierUpdate => WalkAs<V, TierUpdate>(ref v, c),
            CommandType.LiquidationStateUpdate => WalkAs<V, LiquidationStateUpdate>(ref v, c),
            CommandType.LiquidationBonusUpdate => WalkAs<V, LiquidationBonusUpdate>(ref v, c),
            CommandType.HypercorePositionUpdate => WalkAs<V, HypercorePositionUpdate>(ref v, c),
            CommandType.HypercoreEquityUpdate => WalkAs<V, HypercoreEquityUpdate>(ref v, c),
            CommandType.LiquidationBid => WalkAs<V, LiquidationBid>(ref v, c),
            CommandType.MmpConfigUpdate => WalkAs<V, MmpConfigUpdate>(ref v, c),
            CommandType.MmpReset => WalkAs<V, MmpReset>(ref v, c),
            CommandType.ApproveAgent => WalkAs<V, ApproveAgent>(ref v, c),
            CommandType.RevokeAgent => WalkAs<V, RevokeAgent>(ref v, c),
            CommandType.NonceAdvance => WalkAs<V, NonceAdvance>(ref v, c),
            CommandType.SetRules => WalkAs<V, SetRules>(ref v, c),
            CommandType.SetPmSettlementPoolConfig => WalkAs<V, SetPmSettlementPoolConfig>(ref v, c),
            _ => v.Refuse(type, c),
        };

        private EngineCommand? Refuse(CommandType type, EngineCommand? c)
        {
            v.Require(false, $"command type {(byte)type} is unknown");
            return c;
        }
    }

    private static T WalkAs<V, T>(ref V v, EngineCommand? c)
        where V : struct, IFields, allows ref struct
        where T : EngineCommand, ICommand<T> => T.Walk(ref v, c as T ?? T.Blank);
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
