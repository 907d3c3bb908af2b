using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// An owner of three wallets does his best with them while some are liquidated: trades between them, takes what is
/// sold of them, bids for their portfolios, pays in and out, and walks away from what owes more than it has.
/// <para>
/// What he can take home is the sum over his wallets of own equity at the marks, of a ruined one nothing, and what he
/// has withdrawn less what he has paid in. <i>A gain</i> is that this sum grows with a command while marks stand
/// still. There is none at the cost of others: those who are deleveraged and the insurance fund only make a ruined
/// wallet whole, which he walks away from either way. The one exception is written in risk.md §B3: for a portfolio
/// without own equity the fund pays a bonus to whoever takes it, the owner's second wallet as well as a stranger.
/// </para>
/// </summary>
public sealed class OwnerGainTests
{
    private const int FirstSeed = 21_000;
    private const int Streams = 90;
    private const int Commands = 70;

    private readonly Queue<EngineCommand> _planned = new();
    private SeededRandom _random = new(0);
    private OwnerVenue _venue = null!;
    private EngineView _state = null!;
    private Int128 _pocketUnits;
    private ulong _transfers;
    private int _wonByOwner;
    private int _wonRuined;
    private int _deleveraged;
    private int _soldToOwner;

    [Theory]
    [InlineData(MarginMode.Standard, 0)]
    [InlineData(MarginMode.Standard, 200_000)]
    [InlineData(MarginMode.Portfolio, 0)]
    [InlineData(MarginMode.Portfolio, 200_000)]
    public void Nobody_gains_by_liquidating_himself(MarginMode mode, long fundBonusPpm)
    {
        for (int seed = FirstSeed; seed < FirstSeed + Streams; seed++)
            Run(seed, mode, fundBonusPpm);
        Demand.That(
            _wonByOwner > 20 && _deleveraged > 20 && _soldToOwner > 20 && _wonRuined > 5,
            $"{_wonByOwner} won by the owner, {_wonRuined} of them without equity, {_deleveraged} deleveragings, "
            + $"{_soldToOwner} fills of liquidation orders between his wallets");
    }

    private void Run(int seed, MarginMode mode, long fundBonusPpm)
    {
        _random = new SeededRandom((ulong)seed);
        _venue = new OwnerVenue(_random, mode, fundBonusPpm);
        _state = _venue.Engine.View();
        _planned.Clear();
        (_pocketUnits, _transfers) = (0, 1_000);
        for (int i = 0; i < Commands; i++)
            Step(Next(), fundBonusPpm, $"seed {seed}, {mode}, command {i}");

        // He leaves them to their fate.
        for (int i = 0; _state.Wallets.Any(wallet => wallet.Liquidation is not null); i++)
        {
            Demand.That(i < 100, $"seed {seed}, {mode}: it does not end");
            _venue.Venue.Pass(_random.Pick(5_000, 60_000, 300_000));
            Step(new Tick(), fundBonusPpm, $"seed {seed}, {mode}, at the end {i}");
        }
    }

    private void Step(EngineCommand command, long fundBonusPpm, string at)
    {
        EngineView before = _state;
        Int128 had = _pocketUnits + TakeHomeUnits(before);
        Int128 othersHad = OutsiderUnits(before);
        ApplyOutput output = _venue.Venue.Apply(command);
        _venue.Engine.CheckInvariants();
        _state = _venue.Engine.View();
        if (output.Accepted)
            _pocketUnits += Paid(command);
        (Int128 bonus, Int128 rounding, bool isOutsiderClosed) = Allowed(output.Events, before);
        Int128 gain = _pocketUnits + TakeHomeUnits(_state) - had;
        Demand.That(gain <= bonus + rounding, $"{at}, {command}: gain {new Cash(gain)}, bonus {new Cash(bonus)}");
        Demand.That(fundBonusPpm > 0 || bonus == 0, $"{at}: a bonus without one");
        Demand.That(isOutsiderClosed || OutsiderUnits(_state) >= othersHad, $"{at}, {command}: an outsider loses");
    }

    /// <summary>What the fund may have added, and what rounding a deleveraging's prices in its favour makes.</summary>
    private (Int128 Bonus, Int128 Rounding, bool IsOutsiderClosed) Allowed(EventBuffer events, EngineView before)
    {
        (Int128 bonus, Int128 rounding, bool isOutsiderClosed) = (0, 0, false);
        for (int i = 0; i < events.Count; i++)
        {
            if (events.KindAt(i) == EventKind.Deleveraged)
            {
                Deleveraged closed = events.At<Deleveraged>(i);
                _deleveraged++;
                rounding += RoundingUnits(closed);
                isOutsiderClosed |= closed.Counterparty == OwnerVenue.Outsider;
            }
            else if (events.KindAt(i) == EventKind.LiquidationAuction
                && events.At<LiquidationAuction>(i) is { Status: AuctionStatus.Won } sale)
                bonus += BonusUnits(sale, before);
            else if (events.KindAt(i) == EventKind.Filled)
                Count(events.At<Filled>(i));
        }

        return (bonus, rounding, isOutsiderClosed);
    }

    private void Count(in Filled fill)
    {
        bool isOwn = OwnerVenue.Owned.Contains(fill.TakerWallet) && OwnerVenue.Owned.Contains(fill.MakerWallet);
        _soldToOwner += isOwn && fill.Source == FillSource.Liquidation ? 1 : 0;
    }

    /// <summary>A unit of price for each contract, and one in 10¹² of the marks.</summary>
    private static Int128 RoundingUnits(in Deleveraged closed) => closed.Size.Units + 1
        + Cash.NotionalUnits(OwnerVenue.MarkOf(closed.Symbol).Units, closed.Size.Units) / 1_000_000_000_000;

    /// <summary>What the bidder got beside the marks, where the portfolio had no own equity to pay it from.</summary>
    private Int128 BonusUnits(in LiquidationAuction sale, EngineView before)
    {
        WalletAddress sold = sale.Wallet;
        if (!OwnerVenue.Owned.Contains(sale.Bidder!.Value))
            return 0;
        _wonByOwner++;
        WalletView wallet = before.Wallets.Single(view => view.Address == sold);
        if (OwnerVenue.WorthUnits(wallet, before) > 0)
            return 0;
        _wonRuined++;
        return Int128.Max(0, OwnerVenue.NetUnits(wallet) - sale.Asked!.Value.Units);
    }

    private static Int128 TakeHomeUnits(EngineView state) => state.Wallets
        .Where(wallet => OwnerVenue.Owned.Contains(wallet.Address))
        .Aggregate(Int128.Zero, (sum, wallet) => sum + Int128.Max(0, OwnerVenue.WorthUnits(wallet, state)));

    private static Int128 OutsiderUnits(EngineView state) =>
        OwnerVenue.WorthUnits(state.Wallets.Single(wallet => wallet.Address == OwnerVenue.Outsider), state);

    private static Int128 Paid(EngineCommand command) => command switch
    {
        DepositUpdate deposit => -deposit.Amount.Units,
        CashWithdrawalUpdate withdrawal => withdrawal.Amount.Units,
        _ => 0,
    };

    private EngineCommand Next()
    {
        if (_planned.TryDequeue(out EngineCommand? planned))
            return planned;
        return _random.Below(12) switch
        {
            0 or 1 or 2 => Shift(),
            3 or 4 => TakeOwn() ?? Shift(),
            5 or 6 => Bid(),
            7 => Quote(),
            8 => Pay(),
            9 => new MarginModeUpdate(_random.PickFrom(OwnerVenue.Owned), _random.Any<MarginMode>()),
            _ => Wait(),
        };
    }

    /// <summary>One wallet of the owner's trades with another, at a price that is good for one of them.</summary>
    private PlaceOrder Shift()
    {
        (WalletAddress from, WalletAddress to) = Two();
        string symbol = _random.PickFrom([.. OwnerVenue.Symbols]);
        long mark = OwnerVenue.MarkOf(symbol).Units;
        long price = _random.Pick(
            mark * 9 / 10, mark * 11 / 10, mark * 19 / 20, mark + 1, mark - 1, mark, mark + 5 * Price.UnitsPerUsdc);
        var size = Quantity.FromContracts(_random.Pick(1, 3, 10, 40));
        Side side = _random.Any<Side>();
        OrderFlags flags = _random.PerMille(500) ? OrderFlags.ReduceOnly : OrderFlags.None;
        var terms = new OrderTerms(symbol, side, new Price(price), size, TimeInForce.Ioc, Flags: flags);
        _planned.Enqueue(new PlaceOrder(from, terms));
        return new PlaceOrder(
            to, terms with { Side = Opposite(side), TimeInForce = TimeInForce.Gtc, Flags = OrderFlags.None });
    }

    /// <summary>Takes what a liquidation offers of one of the owner's wallets.</summary>
    private PlaceOrder? TakeOwn()
    {
        (WalletView Wallet, OrderView Order)[] offered =
        [
            .. from wallet in _state.Wallets
               from order in wallet.OpenOrders
               where order.Liquidation && OwnerVenue.Owned.Contains(wallet.Address)
               select (wallet, order),
        ];
        if (offered.Length == 0)
            return null;
        (WalletView seller, OrderView taken) = _random.PickFrom(offered);
        WalletAddress[] others = [.. OwnerVenue.Owned.Where(wallet => wallet != seller.Address)];
        return new PlaceOrder(_random.PickFrom(others), new OrderTerms(
            taken.Symbol, Opposite(taken.Side), taken.Price, taken.Size, TimeInForce.Ioc));
    }

    /// <summary>By another wallet of the owner's, as a rule; at whatever is asked.</summary>
    private EngineCommand Bid()
    {
        WalletView[] sold = [.. _state.Wallets.Where(wallet => wallet.Liquidation?.AuctionId is not null)];
        if (sold.Length == 0)
            return Wait();
        WalletView wallet = _random.PickFrom(sold);
        WalletAddress bidder = _random.PerMille(900) ? _random.PickFrom(OwnerVenue.Owned) : OwnerVenue.Outsider;
        return new LiquidationBid(
            bidder, wallet.Address, wallet.Liquidation!.AuctionId!.Value, Cash.FromUsdc(1_000_000_000));
    }

    /// <summary>The outsider trades at the mark or better, and does not care with whom.</summary>
    private PlaceOrder Quote()
    {
        string symbol = _random.PickFrom([.. OwnerVenue.Symbols]);
        Side side = _random.Any<Side>();
        long percent = _random.Pick(0, 2, 8) * (side == Side.Buy ? -1 : 1);
        var price = new Price(OwnerVenue.MarkOf(symbol).Units * (100 + percent) / 100);
        return new PlaceOrder(
            OwnerVenue.Outsider, new OrderTerms(symbol, side, price, Quantity.FromContracts(_random.Between(1, 30))));
    }

    private EngineCommand Pay()
    {
        WalletView wallet = _random.PickFrom(
            [.. _state.Wallets.Where(view => OwnerVenue.Owned.Contains(view.Address))]);
        ulong number = ++_transfers;
        return wallet.Cash.Units > 1 && _random.PerMille(500)
            ? new CashWithdrawalUpdate(
                wallet.Address, new Cash(wallet.Cash.Units / _random.Pick(1, 2)), "owner", (long)number)
            : new DepositUpdate(
                wallet.Address, Cash.FromUsdc(_random.Pick(1, 1_000, 100_000)), "owner", (long)number);
    }

    private Tick Wait()
    {
        _venue.Venue.Pass(_random.Pick(0, 1_000, 5_000, 30_000, 120_000));
        return new Tick();
    }

    private (WalletAddress From, WalletAddress To) Two()
    {
        WalletAddress from = _random.PickFrom(OwnerVenue.Owned);
        return (from, _random.PickFrom([.. OwnerVenue.Owned.Where(wallet => wallet != from)]));
    }

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;
}
