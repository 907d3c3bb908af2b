using Hypercall.Engine;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Gateway.Sockets;

namespace Hypercall.Gateway.Tests.Sockets;

/// <summary>Which orders of a socket may rest, by outcomes of an engine and by what rests there.</summary>
public sealed class SocketOrdersTests
{
    private const string Option = GatewayVenueFixture.Option;
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(1);
    private static readonly WalletAddress Other = WalletAddress.FromNumber(2);

    private readonly ExchangeEngine _engine = new();
    private readonly SocketOrders _orders = new();

    public SocketOrdersTests()
    {
        Apply(new SetRules(GatewayVenueFixture.Rules with { Tier = new TierRules(100_000, 50) }));
        Apply(new MarketAction(MarketActionKind.Create, Option));
        Apply(new DepositUpdate(Wallet, Cash.FromUsdc(100_000), "bank", 1));
        Apply(new DepositUpdate(Other, Cash.FromUsdc(100_000), "bank", 2));
    }

    /// <summary>Of each way in which one of its commands ends an order.</summary>
    [Fact]
    public void It_forgets_what_its_own_commands_have_ended()
    {
        long kept = Place(Terms(price: 10));
        long replaced = Place(Terms(price: 11));
        Place(Terms(price: 12, tif: TimeInForce.Ioc));
        Place(Terms(price: 20));
        Place(Terms(Side.Sell, price: 20));
        _orders.Note(Apply(new BulkOrders(
            Wallet, [new BulkPlace(Terms(price: 5)), new BulkPlace(Terms(price: 6, tif: TimeInForce.Ioc))])));
        Assert.Equal(4, Open().Length);
        Assert.Equal(Open(), _orders.Take().OrderIds.Order());

        _orders.Note(Apply(new ReplaceOrder(Wallet, OrderReference.ById(replaced), Terms(price: 13))));
        Assert.Equal(Open(), _orders.Take().OrderIds.Order());
        Assert.DoesNotContain(replaced, Open());

        _orders.Note(Apply(new CancelOrder(Wallet, OrderReference.ById(kept))));
        Assert.Equal(Open(), _orders.Take().OrderIds.Order());
        _orders.Note(Apply(new CancelAll(Wallet)));
        Assert.Empty(_orders.Take().OrderIds);
    }

    /// <summary>What rests was asked for before it came: that it is not among the open ones says nothing.</summary>
    [Fact]
    public void One_that_has_come_since_it_was_asked_is_kept()
    {
        long first = Place(Terms(price: 10));
        (long[] asked, long sequence) = _orders.Take();
        long[] open = Open();
        long second = Place(Terms(price: 11));

        _orders.Keep(asked, open.ToHashSet());

        Assert.Equal(_engine.Sequence - 1, sequence);
        Assert.Equal([first, second], _orders.Take().OrderIds.Order());
    }

    /// <summary>Others trade with them, so that no outcome of the socket's tells of their end.</summary>
    [Fact]
    public void It_holds_few_that_have_ended_elsewhere()
    {
        long resting = Place(Terms(price: 1));
        int asked = 0;
        for (int count = 0; count < 5_000; count++)
        {
            bool wants = _orders.Note(Apply(new PlaceOrder(Wallet, Terms(price: 10))));
            Apply(new PlaceOrder(Other, Terms(Side.Sell, price: 10)));
            if (!wants)
                continue;
            asked++;
            _orders.Keep(_orders.Take().OrderIds, Open().ToHashSet());
            Assert.Equal([resting], _orders.Take().OrderIds);
        }

        Assert.Equal(4, asked);
    }

    /// <summary>It asks no more often because it is not told, and says when that has gone on for too long.</summary>
    [Fact]
    public void What_it_is_never_told_is_too_large_in_the_end()
    {
        int asked = 0;
        int count = 0;
        for (; !_orders.IsTooLarge; count++)
        {
            if (_orders.Note(Apply(new PlaceOrder(Wallet, Terms(price: 10)))))
            {
                asked++;
                _orders.Postpone();
            }

            if (count % 1_000 == 0)
                Apply(new CancelAll(Wallet));
        }

        Assert.Equal((100_001, 100), (count, asked));
        _orders.Keep(_orders.Take().OrderIds, new HashSet<long>());
        Assert.False(_orders.IsTooLarge);
    }

    /// <summary>Where more come than it holds it says so.</summary>
    [Fact]
    public void Before_it_is_known_whose_a_socket_is_few_are_held_of_few_wallets()
    {
        ApplyOutput placed = Apply(new PlaceOrder(Wallet, Terms()));
        long first = placed.OrderId!.Value;
        (var few, var manyWallets, var manyOrders) = (new UnclaimedOrders(), new UnclaimedOrders(), new UnclaimedOrders());
        for (ulong number = 1; number <= UnclaimedOrders.MostWallets + 1; number++)
        {
            Assert.False(manyWallets.HasLost);
            manyWallets.Note(WalletAddress.FromNumber(number), placed);
        }

        few.Note(Wallet, placed);
        for (int count = 0; count < 1_000; count++)
            manyOrders.Note(Wallet, Apply(new PlaceOrder(Wallet, Terms())));

        Assert.Equal((true, true, false), (manyWallets.HasLost, manyOrders.HasLost, few.HasLost));
        Assert.Equal([first], few.Claim(Wallet).Take().OrderIds);
        Assert.Empty(manyOrders.Claim(Wallet).Take().OrderIds);
    }

    private static OrderTerms Terms(Side side = Side.Buy, long price = 1, TimeInForce tif = TimeInForce.Gtc) =>
        new(Option, side, Price.FromUsdc(price), Quantity.FromContracts(1), tif, Stp: StpMode.CancelMaker);

    private long Place(in OrderTerms terms)
    {
        ApplyOutput outcome = Apply(new PlaceOrder(Wallet, terms));
        Assert.False(_orders.Note(outcome));
        return outcome.OrderId!.Value;
    }

    private long[] Open() =>
        [.. Assert.IsType<WalletAnswer>(_engine.Answer(EngineQuestion.AboutWallet(Wallet)))
            .Wallet!.OpenOrders.Select(order => order.OrderId)];

    private ApplyOutput Apply(EngineCommand command)
    {
        ApplyOutput outcome = _engine.Apply(CommandEnvelope.Trusted(_engine.Sequence + 1, 1, command));
        Assert.True(outcome.Accepted, $"{command}: {outcome.Rejection}");
        return outcome;
    }
}
