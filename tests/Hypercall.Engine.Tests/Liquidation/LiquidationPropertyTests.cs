using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// What holds whatever happens (risk.md §B5), over streams made to end in liquidation: who may lose by one, what a
/// bidder pays, that the fund stays above zero, and that an ended liquidation leaves no order and no deadline behind.
/// </summary>
public sealed class LiquidationPropertyTests
{
    private const int FirstSeed = 9_000;
    private const int Streams = 200;
    private const int Commands = 220;
    private const int BidsEvery = 2;
    private static readonly Cash Wealth = Cash.FromUsdc(100_000);

    private readonly HashSet<WalletAddress> _named = [];
    private readonly Dictionary<WalletAddress, Int128> _moved = [];
    private bool _isTimeInvolved;
    private int _won;
    private int _deleveraged;

    [Fact]
    public void Only_those_named_lose_and_nothing_is_left_behind()
    {
        for (int seed = FirstSeed; seed < FirstSeed + Streams; seed++)
        {
            var twin = new NaiveEngine();
            var engine = new ExchangeEngine();
            var stream = new LiquidationStream(seed, twin.State);
            for (int i = 0; i < Commands; i++)
            {
                CommandEnvelope envelope = GuestOf(twin.State, i) is { } guest
                    ? CommandEnvelope.Trusted(engine.Sequence + 1, engine.TimestampMs, guest)
                    : stream.Next();
                EngineView before = engine.View();
                ApplyOutput output = engine.Apply(envelope);
                twin.Apply(envelope);
                string at = $"seed {seed}, command {i}";
                CheckMoves(envelope, output, before, at);
                CheckStages(engine.View(), engine, at);
            }
        }

        Demand.That(_won > 8 && _deleveraged > 50, $"{_won} auctions won, {_deleveraged} deleveragings");
    }

    /// <summary>Somebody rich comes by, and bids for what is auctioned now and then: few others can.</summary>
    private static EngineCommand? GuestOf(NaiveState state, int index)
    {
        WalletAddress guest = LiquidationStream.Wallets[^1];
        if (index == 0)
            return new DepositUpdate(guest, Wealth, "guest", 1);
        NaiveWallet? auctioned = index % BidsEvery == 0 && state.Rules.MarginEnabled
            ? state.Wallets.Find(wallet => wallet.Stage?.AuctionId is not null && wallet.Address != guest)
            : null;
        return auctioned is null
            ? null
            : new LiquidationBid(guest, auctioned.Address, auctioned.Stage!.AuctionId!.Value, Wealth);
    }

    private void CheckMoves(in CommandEnvelope envelope, ApplyOutput output, EngineView before, string at)
    {
        _named.Clear();
        _moved.Clear();
        _isTimeInvolved = false;
        LiquidationAuction? won = null;
        for (int i = 0; i < output.Events.Count; i++)
        {
            if (output.Events.KindAt(i) == EventKind.LiquidationAuction
                && output.Events.At<LiquidationAuction>(i) is { Status: AuctionStatus.Won } auction)
                won = auction;
            NameParties(output.Events, i);
        }

        Demand.That(_moved.Keys.All(_named.Contains), $"{at}: cash of somebody who is not named moved");
        if (won is { } sale)
            CheckSale(envelope, sale, before, at);
    }

    private void NameParties(EventBuffer events, int index)
    {
        switch (events.KindAt(index))
        {
            case EventKind.Deleveraged:
                Deleveraged closed = events.At<Deleveraged>(index);
                _named.UnionWith([closed.Wallet, closed.Counterparty]);
                _isTimeInvolved = true;
                _deleveraged++;
                break;
            case EventKind.LiquidationAuction:
                LiquidationAuction auction = events.At<LiquidationAuction>(index);
                _named.UnionWith(auction.Bidder is { } bidder ? [auction.Wallet, bidder] : [auction.Wallet]);
                break;
            case EventKind.Filled when events.At<Filled>(index).Source == FillSource.Liquidation:
                _isTimeInvolved = true;
                _named.UnionWith([events.At<Filled>(index).TakerWallet, events.At<Filled>(index).MakerWallet]);
                break;
            case EventKind.BalanceChanged:
                BalanceChanged moved = events.At<BalanceChanged>(index);
                bool isOfLiquidation = moved.Reason is BalanceReason.Liquidation or BalanceReason.LiquidationFee;
                if (isOfLiquidation && moved.Account == LedgerAccountKind.Wallet)
                    _moved[moved.Wallet] = _moved.GetValueOrDefault(moved.Wallet) + moved.Delta.Units;
                break;
        }
    }

    /// <summary>A bidder in standard mode pays what is asked to the unit, and never more than his bid.</summary>
    private void CheckSale(in CommandEnvelope envelope, in LiquidationAuction sale, EngineView before, string at)
    {
        _won++;
        var bid = (LiquidationBid)envelope.Command;
        Demand.That(sale.Asked <= bid.Bid, $"{at}: asked {sale.Asked}, bid {bid.Bid}");
        MarginMode mode = before.Wallets.SingleOrDefault(wallet => wallet.Address == bid.Wallet)?.Mode ?? default;
        if (mode == MarginMode.Standard && !_isTimeInvolved)
            Assert.Equal(-sale.Asked!.Value.Units, _moved.GetValueOrDefault(bid.Wallet));
    }

    private static void CheckStages(EngineView view, ExchangeEngine engine, string at)
    {
        Demand.That(view.Venue.Insurance.Units >= 0, $"{at}: the fund is below zero");
        int stages = 0;
        foreach (WalletView wallet in view.Wallets)
        {
            stages += wallet.Liquidation is null ? 0 : 1;
            bool isPartial = wallet.Liquidation?.Mode == LiquidationMode.Partial;
            Demand.That(
                wallet.OpenOrders.All(order => order.Liquidation == isPartial),
                $"{at}: {wallet.Address} is {wallet.LiquidationState} and has orders that it should not have");
        }

        Demand.That(stages == engine.WalletsInLiquidation, $"{at}: a deadline is left behind");
        engine.CheckInvariants();
    }
}
