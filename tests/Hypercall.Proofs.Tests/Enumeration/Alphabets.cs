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
