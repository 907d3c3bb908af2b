using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>
/// The alphabets: each takes another part of the engine and everything that could be said there with two prices and two
/// sizes.
/// </summary>
internal static class Alphabets
{
    private static readonly WalletAddress A = SmallVenue.A;
    private static readonly WalletAddress B = SmallVenue.B;
    private static readonly WalletAddress C = SmallVenue.C;
    private static readonly int[] CallPrices = [4, 6];
    private static readonly int[] PutPrices = [11, 13];
    private static readonly int[] Sizes = [1, 2];

    /// <summary>Plain orders of wallets in the call at both prices.</summary>
    public static IReadOnlyList<Move> Plain(WalletAddress[] wallets, int[] sizes) =>
    [
        .. from wallet in wallets
           from side in Enum.GetValues<Side>()
           from price in CallPrices
           from size in sizes
           select new Move(SmallVenue.Order(wallet, SmallVenue.Call, side, price, size)),
    ];

    /// <summary>Plain orders of two wallets at both prices and sizes, and one of each reduce-only.</summary>
    public static IReadOnlyList<Move> Openings() =>
    [
        .. Plain([A, B], Sizes),
        new(SmallVenue.Order(A, SmallVenue.Call, Side.Sell, 4, 1, flags: OrderFlags.ReduceOnly)),
        new(SmallVenue.Order(B, SmallVenue.Call, Side.Buy, 6, 1, flags: OrderFlags.ReduceOnly)),
    ];

    /// <summary>Every order: wallet, side, price, size, time in force, set of flags, self-trade prevention.</summary>
    public static IReadOnlyList<Move> EveryOrder() =>
    [
        .. from wallet in new[] { A, B }
           from side in Enum.GetValues<Side>()
           from price in CallPrices
           from size in Sizes
           from tif in Enum.GetValues<TimeInForce>()
           from flags in Enumerable.Range(0, 8)
           from stp in Enum.GetValues<StpMode>()
           select new Move(SmallVenue.Order(
               wallet, SmallVenue.Call, side, price, size, tif, (OrderFlags)flags, stp,
               tif == TimeInForce.Gtd ? SmallVenue.Start + 1_000 : null)),
    ];

    /// <summary>Every order but for its self-trade prevention, which is the rules' own.</summary>
    public static IReadOnlyList<Move> EveryPlainOrder() =>
    [
        .. from wallet in new[] { A, C }
           from side in Enum.GetValues<Side>()
           from price in CallPrices
           from size in Sizes
           from tif in Enum.GetValues<TimeInForce>()
           from flags in Enumerable.Range(0, 8)
           select new Move(SmallVenue.Order(
               wallet, SmallVenue.Call, side, price, size, tif, (OrderFlags)flags,
               expiresAt: tif == TimeInForce.Gtd ? SmallVenue.Start + 2_000 : null)),
    ];

    /// <summary>Three wallets in one book: orders, replacements, cancels.</summary>
    public static IReadOnlyList<Move> Book() =>
    [
        .. Plain([A, B, C], [2]),
        Replace(A, 4, 1),
        Replace(B, 6, 3),
        Cancel(C),
        new(new CancelAll(A)),
        new(SmallVenue.Order(
            C, SmallVenue.Call, Side.Buy, 4, 1, TimeInForce.Gtd, expiresAt: SmallVenue.Start + 1_000)),
        new(new CancelAllAfter(B, 1_000)),
        new(new Tick(), 1_000),
    ];

    /// <summary>Two wallets in two options with little cash, in whatever mode.</summary>
    public static IReadOnlyList<Move> Margin() =>
    [
        .. from wallet in new[] { A, B }
           from side in Enum.GetValues<Side>()
           from price in CallPrices
           select new Move(SmallVenue.Order(wallet, SmallVenue.Call, side, price, 2)),
        .. from wallet in new[] { A, B }
           from side in Enum.GetValues<Side>()
           select new Move(SmallVenue.Order(wallet, SmallVenue.Put, side, PutPrices[0])),
        new(SmallVenue.Order(A, SmallVenue.Call, Side.Buy, 6, 1, TimeInForce.Ioc, OrderFlags.ReduceOnly)),
        new(SmallVenue.Order(B, SmallVenue.Call, Side.Sell, 4, 1, TimeInForce.Ioc, OrderFlags.ReduceOnly)),
        new(SmallVenue.Order(A, SmallVenue.Put, Side.Buy, PutPrices[1], 2)),
        new(new CancelAll(B)),
        new(new MarginModeUpdate(A, MarginMode.Portfolio)),
        new(new MarginModeUpdate(A, MarginMode.Standard)),
        new(new CashWithdrawalUpdate(B, Cash.FromUsdc(10), "out", 1)),
    ];

    /// <summary>Orders of both in both options at all prices and sizes that matter to margin.</summary>
    public static IReadOnlyList<Move> EveryMarginOrder() =>
    [
        .. from wallet in new[] { A, B }
           from side in Enum.GetValues<Side>()
           from price in CallPrices.Concat(PutPrices)
           from size in Sizes
           from tif in new[] { TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok }
           from flags in new[] { OrderFlags.None, OrderFlags.ReduceOnly, OrderFlags.Mmp }
           select new Move(SmallVenue.Order(
               wallet, CallPrices.Contains(price) ? SmallVenue.Call : SmallVenue.Put, side, price, size, tif, flags)),
        .. Margin(),
    ];

    /// <summary>A protected maker, two takers, the window and the freeze running out.</summary>
    public static IReadOnlyList<Move> Protection(long intervalMs, long frozenMs) =>
    [
        .. from side in Enum.GetValues<Side>()
           from price in CallPrices
           select new Move(SmallVenue.Order(A, SmallVenue.Call, side, price, 2, flags: OrderFlags.Mmp)),
        new(SmallVenue.Order(A, SmallVenue.Call, Side.Sell, 6, 1)),
        new(SmallVenue.Order(A, SmallVenue.Put, Side.Sell, PutPrices[0], 1, flags: OrderFlags.Mmp)),
        .. from side in Enum.GetValues<Side>()
           from size in Sizes
           select new Move(SmallVenue.Order(
               B, SmallVenue.Call, side, side == Side.Buy ? 6 : 4, size, TimeInForce.Ioc)),
        new(SmallVenue.Order(C, SmallVenue.Put, Side.Buy, PutPrices[0], 1, TimeInForce.Ioc)),
        new(new Tick(), 1),
        new(new Tick(), intervalMs - 1),
        new(new Tick(), frozenMs),
        Configure(intervalMs, frozenMs, enabled: true),
        Configure(intervalMs, frozenMs, enabled: false),
        new("reset", 0, state => new MmpReset(A, SmallVenue.Underlying, NextNonce(state))),
    ];

    public static MmpConfigUpdate Configuration(long intervalMs, long frozenMs, bool enabled, long nonce) => new(
        A, SmallVenue.Underlying, enabled, intervalMs, frozenMs, Quantity.FromContracts(2), 120_000_000, null, nonce);

    /// <summary>Options that expire with prices, halts, transfers, withdrawals and modes around it.</summary>
    public static IReadOnlyList<Move> Settlement() =>
    [
        new(SmallVenue.Order(A, SmallVenue.Call, Side.Sell, 6, 2)),
        new(SmallVenue.Order(B, SmallVenue.Call, Side.Buy, 6, 1, TimeInForce.Ioc)),
        new(SmallVenue.Order(A, SmallVenue.Put, Side.Buy, PutPrices[1], 1)),
        new(SmallVenue.Order(B, SmallVenue.Put, Side.Sell, PutPrices[0], 2)),
        new(SmallVenue.Index(80)),
        new(SmallVenue.Index(150)),
        new(new Tick(), 9 * 86_400_000L - 1),
        new(new Tick(), 1),
        new(new MarketAction(MarketActionKind.Expire, SmallVenue.Put)),
        new(new MarketAction(MarketActionKind.Halt, SmallVenue.Call)),
        new(new MarketAction(MarketActionKind.Resume, SmallVenue.Call)),
        new(new TickExpiry()),
        new(Settle(90)),
        new(Settle(200)),
        new(new DepositUpdate(A, Cash.FromUsdc(50), "in", 1)),
        new(new CashWithdrawalUpdate(B, Cash.FromUsdc(20), "out", 1)),
        new(new OptionWithdrawalUpdate(B, SmallVenue.Call, Quantity.FromContracts(1), "outs", 1)),
        new(new OptionDepositUpdate(A, SmallVenue.Call, Quantity.FromContracts(1), "ins", 1)),
        new(new MarginModeUpdate(B, MarginMode.Portfolio)),
        new(new InsuranceDeposit(Cash.FromUsdc(5), "fund", 1)),
    ];

    /// <summary>A short that the market goes against, and all who may have a part in it.</summary>
    public static IReadOnlyList<Move> Liquidation(LiquidationRules rules) =>
    [
        new(SmallVenue.Index(100)),
        new(SmallVenue.Index(118)),
        new(SmallVenue.Index(140)),
        new(new Tick(), rules.GraceMs),
        new(new Tick(), rules.RepriceMs),
        new(new Tick(), rules.AuctionMs),
        new(SmallVenue.Order(B, SmallVenue.Call, Side.Sell, 20, 1)),
        new(SmallVenue.Order(C, SmallVenue.Call, Side.Sell, 45, 2)),
        new(SmallVenue.Order(C, SmallVenue.Call, Side.Buy, 10, 1, flags: OrderFlags.ReduceOnly)),
        new(SmallVenue.Order(A, SmallVenue.Call, Side.Buy, 24, 1)),
        new(new CancelAll(A)),
        Cancel(A),
        Bid(C, 1_000_000),
        Bid(B, -50),
        Bid(A, 1_000_000),
        new(new DepositUpdate(A, Cash.FromUsdc(25), "in", 1)),
        new(new InsuranceDeposit(Cash.FromUsdc(40), "fund", 1)),
        new(new MarketAction(MarketActionKind.Halt, SmallVenue.Call)),
        new(new MarketAction(MarketActionKind.Resume, SmallVenue.Call)),
        new(new LiquidationStateUpdate(A, LiquidationState.Healthy)),
        new(new LiquidationStateUpdate(A, LiquidationState.InLiquidation)),
        new(new LiquidationBonusUpdate(A, 100_000)),
    ];

    /// <summary>What else may be said to a liquidation, at more prices, times and amounts.</summary>
    public static IReadOnlyList<Move> EveryLiquidation(LiquidationRules rules) =>
    [
        .. Liquidation(rules),
        .. from price in new[] { 1, 60, 80, 90, 105, 110, 125, 130, 160, 200, 300 }
           select new Move(SmallVenue.Index(price)),
        .. from ms in new[]
           {
               1, rules.GraceMs - 1, rules.RepriceMs - 1, rules.EscalationMs, rules.AuctionMs - 1, rules.AuctionMs + 1,
               rules.MaxPauseMs,
           }
           select new Move(new Tick(), ms),
        .. from bidder in new[] { A, B, C }
           from amount in new[] { -1_000, -150, -80, -60, -40, -20, 0 }
           select Bid(bidder, amount),
        .. from wallet in new[] { B, C }
           from side in Enum.GetValues<Side>()
           from price in new[] { 8, 15, 30, 60 }
           select new Move(SmallVenue.Order(wallet, SmallVenue.Call, side, price, 2)),
        .. from state in Enum.GetValues<LiquidationState>()
           from wallet in new[] { A, C }
           select new Move(new LiquidationStateUpdate(wallet, state)),
        new(SmallVenue.Volatility(20)),
        new(SmallVenue.Volatility(200)),
        new(new MarketAction(MarketActionKind.Expire, SmallVenue.Call)),
        new(new CashWithdrawalUpdate(A, Cash.FromUsdc(5), "out", 1)),
        new(new CashWithdrawalUpdate(C, Cash.FromUsdc(9_000), "out", 1)),
        new(new MarginModeUpdate(B, MarginMode.Portfolio)),
        new(new CancelAllAfter(A, 500)),
    ];

    private static Move Bid(WalletAddress bidder, int amount) => new(
        $"bid of {bidder}, {amount}", 0,
        state => new LiquidationBid(
            bidder, A, Math.Max(1, state.Wallets.Find(A)!.Stage?.AuctionId ?? 0), Cash.FromUsdc(amount)));

    private static TickExpiry Settle(int price) =>
        new([new SettlementPrice(SmallVenue.Underlying, SmallVenue.ExpiryDate, Price.FromUsdc(price))]);

    private static Move Replace(WalletAddress wallet, int price, int size) => new(
        $"replace of {wallet}", 0, state => new ReplaceOrder(wallet, Oldest(state, wallet), Terms(price, size)));

    private static OrderTerms Terms(int price, int size) =>
        SmallVenue.Order(A, SmallVenue.Call, Side.Buy, price, size).Order;

    private static Move Cancel(WalletAddress wallet) => new(
        $"cancel of {wallet}", 0, state => new CancelOrder(wallet, Oldest(state, wallet)));

    private static OrderReference Oldest(EngineState state, WalletAddress wallet)
    {
        int slot = state.Wallets.Find(wallet)?.FirstOrder ?? -1;
        return OrderReference.ById(slot < 0 ? long.MaxValue : state.Orders.Store.Node(slot).OrderId);
    }

    private static Move Configure(long intervalMs, long frozenMs, bool enabled) => new(
        enabled ? "protect" : "unprotect", 0,
        state => Configuration(intervalMs, frozenMs, enabled, NextNonce(state)));

    private static long NextNonce(EngineState state) =>
        state.Mmp.Find(state.Wallets.Find(A)!.Number, 0)!.ConfigNonce + 1;
}
