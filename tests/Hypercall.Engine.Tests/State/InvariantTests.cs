using System.Reflection;
using System.Runtime.CompilerServices;
using Hypercall.Engine.Book;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.State;

/// <summary>
/// Each invariant over the whole state (engine.md §6) is broken by a change of its own, and named: one that nothing
/// can break would guard nothing.
/// </summary>
public sealed class InvariantTests
{
    /// <summary>The put has no positions and no orders, the call has both; the third one awaits its price.</summary>
    private static readonly Dictionary<string, Action<EngineState>> Changes = new()
    {
        ["cash is not conserved"] = s => s.Ledger.FeesUnits++,
        ["clearing is not what portfolio positions explain"] = s =>
        {
            s.Ledger.ClearingUnits++;
            s.Ledger.FeesUnits--;
        },
        ["a wallet's debt is below zero"] = s => s.Wallets[0].DebtUnits = -1,
        ["the running sum of the wallets' cash is wrong"] = s => s.Wallets[0].CashUnits++,
        ["the running sum of the wallets' debts is wrong"] = s => s.Wallets[0].DebtUnits = 1,
        ["the running sum of portfolio costs is wrong"] = s => Position(s, PortfolioWallet(s)).CostUnits++,
        ["a position entry is linked to the wrong wallet"] = s => Position(s, s.Wallets[0]).Wallet = 1,
        ["a vacant position entry was kept"] = s =>
        {
            ref PositionEntry entry = ref Position(s, s.Wallets[0]);
            (entry.QuantityUnits, entry.OpenBuyUnits, entry.OpenSellUnits) = (0, 0, 0);
        },
        ["a flat position has a cost"] = s =>
        {
            ref PositionEntry entry = ref Position(s, s.Wallets[0]);
            (entry.QuantityUnits, entry.OpenBuyUnits) = (0, 1);
        },
        ["a wallet's count of open positions is wrong"] = s => s.Wallets[0].OpenPositions++,
        ["a wallet's orders are out of order"] = s => FirstOrder(s).Wallet = 1,
        ["a client id is not indexed"] = s => Unsafe.AsRef(in s.Orders.Store.Detail(Named(s))).ClientId = "other",
        ["a wallet's count of open orders is wrong"] = s => s.Wallets[0].OpenOrders++,
        ["positions of an instrument do not sum to zero"] = s => s.Markets[1]!.NetPositionUnits++,
        ["an instrument's open interest is wrong"] = s => s.Markets[1]!.LongUnits++,
        ["an instrument's count of open positions is wrong"] = s => s.Markets[1]!.AddHolder(0),
        ["an instrument's holders are not its open positions"] = s => Position(s, s.Wallets[0]).HolderPlace++,
        ["an instrument's count of open orders is wrong"] = s => s.Markets[1]!.OpenOrders++,
        ["an expired instrument has orders"] = s => s.Markets[0]!.Status = InstrumentStatus.ExpiredPendingPrice,
        ["an order without remainder rests"] = s => FirstOrder(s).RemainingUnits = 0,
        ["a resting order is not indexed"] = s => s.Orders.Store.Change(s.Wallets[0].LastOrder).OrderId = 1_000,
        ["an order rests on the wrong side"] = s => FirstOrder(s).Side = Sides.Opposite(FirstOrder(s).Side),
        ["a level's sum is not that of its orders"] = s => FirstOrder(s).RemainingUnits++,
        ["a level's count is wrong"] = s => BestLevel(s).Count++,
        ["levels are missing from the order of prices"] = s =>
        {
            BookSide asks = s.Markets[0]!.Book.Half(Side.Sell);
            asks.GetOrAdd(asks.KeyOf(asks.Best) + 1_000, out _);
            FieldOf(asks, "_pageCount").SetValue(asks, 1);
        },
        ["the books and the order index hold different orders"] = s => Add(s.Orders.Store, "_used"),
        ["the venue's holding of an instrument is short"] = s =>
        {
            Instrument call = s.Markets[0]!;
            ref PositionEntry entry = ref Position(s, s.Wallets[1]);
            call.LongUnits -= Math.Max(entry.QuantityUnits, 0);
            entry.QuantityUnits += call.HeldUnits + 1;
            call.LongUnits += Math.Max(entry.QuantityUnits, 0);
            call.NetPositionUnits = 1;
            call.HeldUnits = -1;
        },
        ["an expired instrument is not listed for settlement"] = s =>
            s.Markets[1]!.Status = InstrumentStatus.ExpiredPendingPrice,
        ["the list of instruments to settle has others"] = s => s.Markets[3]!.Status = InstrumentStatus.Active,
        ["an exposure is linked to the wrong wallet"] = s =>
            Set(s.Wallets[0].FirstExposure!, nameof(WalletExposure.Wallet), s.Wallets[1]),
        ["a wallet's count of options on an underlying is wrong"] = s => s.Wallets[0].FirstExposure!.HeldOptions++,
        ["a holder is missing from its underlying's list"] = s => s.Wallets[0].FirstExposure!.IsListed = false,
        ["no perpetual has an entry price"] = s => s.Wallets[0].FirstExposure!.PerpEntryUnits = 1,
        ["a position stands in no exposure"] = s => s.Wallets[0].FirstExposure = null,
        ["a wallet's count of short positions is wrong"] = s => s.Wallets[0].ShortPositions++,
        ["holders are not in the order of their addresses"] = s =>
            Set(s.Wallets[0], nameof(WalletAccount.Address), WalletAddress.FromNumber(99)),
        ["wallets that wait to be examined are not in the queue"] = s => Waiting(s)[0] ^= true,
        ["a wallet in the queue is not marked as waiting"] = s =>
        {
            s.Examinations.Drop(s.Examinations.Count);
            s.Examinations.Add([0]);
            (Waiting(s)[0], Waiting(s)[1]) = (false, true);
        },
        ["an open sum is below zero"] = s => Position(s, s.Wallets[0]).OpenBuyUnits = -1,
        ["a wallet's open sums are not those of its orders"] = s => Position(s, s.Wallets[0]).OpenBuyUnits++,
        ["a wallet's reserved premium is not that of its open buys"] = s => s.Wallets[0].OpenBuyNotionalUnits++,
        ["reserved fees are not those of the open buys"] = s => s.Markets[0]!.Underlying.IndexPriceUnits /= 1_000,
        ["a list of holders has one that holds nothing"] = s =>
        {
            WalletExposure exposure = s.Wallets[0].FirstExposure!;
            exposure.IsListed = false;
            s.Markets.Underlyings.First(other => other != exposure.Underlying).Holders.Note(exposure);
        },
        ["a wallet's stage is not that of its liquidation state"] = s => s.Wallets[0].Stage = Warned(s).Stage,
        ["a wallet's step is not due when its stage says"] = s =>
            Warned(s).Stage = Warned(s).Stage! with { EndsAtMs = 1 },
        ["the insurance fund is below zero"] = s =>
        {
            s.Ledger.FeesUnits += s.Ledger.InsuranceUnits + 1;
            s.Ledger.InsuranceUnits = -1;
        },
    };

    private readonly ExchangeEngine _engine = new RichEngine().Engine;

    public static TheoryData<string> Names() => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_invariant_that_does_not_hold_is_named(string invariant)
    {
        _engine.View();
        _engine.CheckInvariants();
        Changes[invariant](StateOf(_engine));
        Assert.Equal(invariant, Assert.Throws<EngineInvariantException>(_engine.CheckInvariants).Message);
    }

    internal static EngineState StateOf(ExchangeEngine engine) =>
        (EngineState)typeof(ExchangeEngine).GetField("_state", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(engine)!;

    private static WalletAccount PortfolioWallet(EngineState state)
    {
        Assert.Equal(MarginMode.Portfolio, state.Wallets[1].Mode);
        return state.Wallets[1];
    }

    private static ref PositionEntry Position(EngineState state, WalletAccount wallet) =>
        ref Unsafe.AsRef(in state.Positions[wallet.FirstPosition]);

    private static ref OrderNode FirstOrder(EngineState state) =>
        ref state.Orders.Store.Change(state.Wallets[0].FirstOrder);

    /// <summary>A wallet in its grace.</summary>
    private static WalletAccount Warned(EngineState state) =>
        state.Wallets[Enumerable.Range(0, state.Wallets.Count).First(number => state.Wallets[number].Stage is not null)];

    /// <summary>The slot of an order with a client id.</summary>
    private static int Named(EngineState state)
    {
        int slot = state.Wallets[0].FirstOrder;
        while (state.Orders.Store.Detail(slot).ClientId is null)
            slot = state.Orders.Store.Node(slot).NextOfWallet;
        return slot;
    }

    private static ref PriceLevel BestLevel(EngineState state)
    {
        BookSide asks = state.Markets[0]!.Book.Half(Side.Sell);
        return ref asks[asks.Best];
    }

    private static Numbered<bool> Waiting(EngineState state) =>
        (Numbered<bool>)FieldOf(state.Examinations, "_waiting").GetValue(state.Examinations)!;

    private static void Add(object owner, string field) =>
        FieldOf(owner, field).SetValue(owner, (int)FieldOf(owner, field).GetValue(owner)! + 1);

    private static void Set(object owner, string member, object value) =>
        owner.GetType().GetFields(StateFieldVariants.AllFields)
            .Single(field => StateFieldVariants.Name(field) == member).SetValue(owner, value);

    private static FieldInfo FieldOf(object owner, string name) =>
        owner.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!;
}
