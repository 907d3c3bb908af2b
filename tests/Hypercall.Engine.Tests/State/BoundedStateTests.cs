using System.Collections.Immutable;
using System.Reflection;
using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.State;

/// <summary>What clients may make the engine remember has an end, shown by size and by count.</summary>
public sealed class BoundedStateTests
{
    private const long DayMs = 86_400_000;
    private const long StartMs = 1_767_225_600_000;
    private const string Call = "BTC-20270101-100-C";
    private static readonly WalletAddress Maker = WalletAddress.FromNumber(1_000_001);
    private static readonly WalletAddress Taker = WalletAddress.FromNumber(1_000_002);
    private ExchangeEngine _engine = new();
    private long _now = StartMs;

    private EngineState State =>
        (EngineState)typeof(ExchangeEngine).GetField("_state", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(_engine)!;

    [Fact]
    public void Outcomes_of_bulks_take_no_more_bytes_than_the_rules_allow()
    {
        const int Bulks = 8_000;
        Must(new SetRules(RuleSet.Default with { Version = 2, OutcomeCacheBytes = RuleLimits.MinOutcomeCacheBytes }));
        BulkOrders bulk = BulkOfUnknownSymbols();
        for (int i = 1; i <= Bulks; i++)
            Apply(bulk, requestId: (UInt128)i);

        // With its arguments one of them had about 8,600 bytes.
        Assert.InRange(_engine.Snapshot().Length, 1, RuleLimits.MinOutcomeCacheBytes + 16_384);
        Assert.InRange(State.Outcomes.Bytes, RuleLimits.MinOutcomeCacheBytes - 1_000, RuleLimits.MinOutcomeCacheBytes);
        Assert.InRange(State.Outcomes.Count, 1, Bulks - 1);
        AssertRestored();

        // The oldest are gone, the youngest is there: codes without arguments.
        Assert.Equal(RejectCode.OutcomeForgotten, Apply(bulk, requestId: 1, firstSentMs: 0).Rejection.Code);
        ApplyOutput duplicate = Apply(bulk, requestId: Bulks);
        Assert.True(duplicate.Duplicate);
        Assert.Equal(BulkOrders.MaxActions, duplicate.Results.Length);
        Assert.Equal(new Rejection(RejectCode.InvalidSymbol, default), duplicate.Results[0].Rejection);
    }

    [Fact]
    public void Fewer_bytes_allowed_drop_outcomes_at_once()
    {
        for (int i = 1; i <= 8_000; i++)
            Apply(BulkOfUnknownSymbols(), requestId: (UInt128)i);
        long before = State.Outcomes.Bytes;
        Must(new SetRules(RuleSet.Default with { Version = 2, OutcomeCacheBytes = RuleLimits.MinOutcomeCacheBytes }));
        Assert.True(before > RuleLimits.MinOutcomeCacheBytes);
        Assert.InRange(State.Outcomes.Bytes, 1, RuleLimits.MinOutcomeCacheBytes);
    }

    [Fact]
    public void Signers_are_forgotten_in_the_order_of_their_highest_nonces_a_bounded_number_at_a_time()
    {
        const int Signers = 2_000;
        for (ulong i = 0; i < Signers; i++)
        {
            WalletAddress signer = WalletAddress.FromNumber(i * 7_919 % Signers);
            Advance(signer, StartMs - 5);
            Advance(signer, StartMs + (long)(i % 3));
        }

        _now = StartMs + 2 * DayMs - 1;
        Must(new Tick());
        Assert.Equal(Signers, State.Nonces.Count);
        _now++;
        int due = (Signers + 2) / 3;
        Apply(new CancelOrder(Maker, OrderReference.ById(1)));
        Assert.Equal(Signers - 64, State.Nonces.Count);
        Assert.Equal(FirstByAddress(firstNonceOnly: true).Skip(64), Remaining(StartMs));
        Must(new Tick());
        Assert.Equal(Signers - due, State.Nonces.Count);
        _now += 2;
        Must(new Tick());
        Assert.Equal(Signers - due - 1_024, State.Nonces.Count);
        AssertRestored();
        Must(new Tick());
        Assert.Equal(0, State.Nonces.Count);

        // What was forgotten can be told by its age.
        Assert.Equal(RejectCode.NonceOutOfBounds, Advance(WalletAddress.FromNumber(1), StartMs).Rejection.Code);
        Assert.True(Advance(WalletAddress.FromNumber(1), _now).Accepted);
        AssertRestored();

        IEnumerable<WalletAddress> FirstByAddress(bool firstNonceOnly) => Enumerable.Range(0, Signers)
            .Where(i => !firstNonceOnly || i % 3 == 0)
            .Select(i => WalletAddress.FromNumber((ulong)i * 7_919 % Signers))
            .Order();
    }

    [Fact]
    public void Signers_come_before_dead_agents_and_both_together_are_bounded()
    {
        for (ulong i = 0; i < 40; i++)
            Advance(WalletAddress.FromNumber(i), StartMs);
        for (ulong i = 0; i < 90; i++)
            Must(new ApproveAgent(WalletAddress.FromNumber(500 + i / 16), WalletAddress.FromNumber(900 - i), StartMs + 1));
        Assert.Equal(90, State.Agents.Count);
        _now = StartMs + 1 + 3 * DayMs - 1;
        Apply(new CancelOrder(Maker, OrderReference.ById(1)));
        Assert.Equal((0, 90), (State.Nonces.Count, State.Agents.Count));

        _now++;
        Advance(WalletAddress.FromNumber(1), _now - DayMs);
        Assert.Equal((1, 26), (State.Nonces.Count, State.Agents.Count));
        // By wallet, then agent: of wallet 504 the ten greatest addresses are left, of 505 all.
        Assert.Equal(0, AgentsOf(503));
        Assert.Equal(16, AgentsOf(504));
        Assert.Equal(10, AgentsOf(505));
        AssertRestored();
        Must(new Tick());
        Assert.Equal(0, State.Agents.Count);
        Must(new ApproveAgent(WalletAddress.FromNumber(500), WalletAddress.FromNumber(900)));
        AssertRestored();

        int AgentsOf(ulong wallet) => State.Agents.CountOf(State.Wallets.Find(WalletAddress.FromNumber(wallet))!, _now).All;
    }

    [Fact]
    public void Fills_of_one_millisecond_are_one_record_and_the_oldest_become_one()
    {
        Must(new SetRules(Free with { Version = 2, MaxMmpRecords = 4 }));
        Must(new MarketAction(MarketActionKind.Create, Call));
        Must(new MmpConfigUpdate(Maker, "BTC", true, 60_000, 0, Quantity.FromContracts(900), null, null, 1));
        Must(Order(Maker, Side.Sell, 1_000, OrderFlags.Mmp));
        for (int fill = 0; fill < 50; fill++)
            Must(Order(Taker, Side.Buy, 1, OrderFlags.None));
        Assert.Equal(1, State.Mmp[0].FillCount);
        for (int fill = 1; fill <= 9; fill++)
        {
            _now++;
            Must(Order(Taker, Side.Buy, 1, OrderFlags.None));
        }

        Assert.Equal(4, State.Mmp[0].FillCount);
        Assert.Equal(StartMs + 6, State.Mmp[0][0].TimestampMs);
        Assert.Equal(56 * (Int128)Quantity.UnitsPerContract, State.Mmp[0][0].Counted.QuantityUnits);
        Assert.Equal(59 * (Int128)Quantity.UnitsPerContract, State.Mmp[0].Totals.QuantityUnits);
        AssertRestored();
    }

    [Fact]
    public void Wallets_name_so_many_underlyings_and_no_more()
    {
        const int most = 256;
        for (int number = 0; number < most; number++)
            Must(Off(number));

        Assert.Equal(RejectCode.InvalidMmpConfig, Apply(Off(most)).Rejection.Code);
        Assert.Equal(most, State.Markets.Underlyings.Count);
        Assert.Equal(most, State.Mmp.Count);
        Must(new PriceUpdate([new IndexPrice($"U{most}", Price.FromUsdc(1))]));
        Must(Off(most));
        AssertRestored();

        static MmpConfigUpdate Off(int number) => new(Maker, $"U{number}", false, 1, 0, null, null, null, 1);
    }

    [Fact]
    public void Cash_that_no_margin_holds_back_has_an_end_and_is_restored()
    {
        Must(new SetRules(Free with
        {
            Version = 2,
            Trading = RuleSet.Default.Trading with { MaxSize = new Quantity(Quantity.MaxExposureUnits) },
        }));
        string[] symbols = [Call, "BTC-20270101-200-C", "BTC-20270101-300-C"];
        foreach (string symbol in symbols)
        {
            Must(new MarketAction(MarketActionKind.Create, symbol));
            Must(Largest(Maker, symbol, Side.Sell));
        }

        Must(Largest(Taker, symbols[0], Side.Buy));
        Must(Largest(Taker, symbols[1], Side.Buy));
        AssertRestored();
        Assert.Equal(RejectCode.Overflow, Apply(Largest(Taker, symbols[2], Side.Buy)).Rejection.Code);

        static PlaceOrder Largest(WalletAddress wallet, string symbol, Side side) => new(
            wallet,
            new OrderTerms(symbol, side, new Price(Price.MaxUnits), new Quantity(Quantity.MaxExposureUnits)));
    }

    public static TheoryData<string> Endings => ["CancelAll", "CancelAllAfter", "Expire", "Delete", "Gtd"];

    /// <summary>Cancelling a book of lone levels at once takes n log n steps, however it comes about.</summary>
    [Theory]
    [MemberData(nameof(Endings))]
    public void Many_orders_at_levels_of_their_own_end_in_n_log_n_steps(string ending)
    {
        const int Orders = 20_000;
        Must(new SetRules(Free with { Version = 2, SignificantFigures = 0, Tier = new TierRules(Orders, 50) }));
        Must(new MarketAction(MarketActionKind.Create, Call));
        for (long i = 0; i < Orders; i++)
        {
            // In an order of its own, each on a page of its own; by id they are anywhere in the book.
            Must(new PlaceOrder(Maker, new OrderTerms(
                Call,
                Side.Sell,
                Price.FromUsdc(1 + i * 7_919 % Orders),
                Quantity.FromContracts(1),
                ending == "Gtd" ? TimeInForce.Gtd : TimeInForce.Gtc,
                ending == "Gtd" ? _now + 10 : null)));
        }

        LimitOrderBook book = State.Markets[0]!.Book;
        long before = OrderingSteps();
        Assert.Equal(Orders, CanceledIn(End(ending)));
        Assert.True(book.IsEmpty);
        Assert.InRange(OrderingSteps() - before, Orders, Orders * 500L);

        long OrderingSteps() => book.Moved + State.Orders.Levels.Comparisons;
    }

    private ApplyOutput End(string ending)
    {
        if (ending == "CancelAllAfter")
            Must(new CancelAllAfter(Maker, 10));
        _now += 10;
        return Apply(ending switch
        {
            "CancelAll" => new CancelAll(Maker),
            "Expire" => new MarketAction(MarketActionKind.Expire, Call),
            "Delete" => new MarketAction(MarketActionKind.Delete, Call),
            _ => new Tick(),
        });
    }

    private static int CanceledIn(ApplyOutput output)
    {
        int canceled = 0;
        for (int i = 0; i < output.Events.Count; i++)
            canceled += output.Events.KindAt(i) == EventKind.OrderUpdated ? 1 : 0;
        return canceled;
    }

    [Theory]
    [InlineData(1L << 30)]
    [InlineData(1L << 31)]
    [InlineData(1L << 32)]
    [InlineData(1L << 39)]
    [InlineData(1L << 62)]
    [InlineData(long.MaxValue - 600)]
    public void Order_ids_pass_every_edge(long edge)
    {
        Must(new SetRules(Free with { Version = 2, Tier = new TierRules(5_000, 50) }));
        Must(new MarketAction(MarketActionKind.Create, Call));
        GiveNext(edge - 550);
        var open = new List<long>();
        for (int i = 0; i < 1_100; i++)
        {
            ApplyOutput placed = Apply(Order(Maker, Side.Sell, 1, OrderFlags.None));
            Assert.Equal(edge - 550 + i, placed.OrderId);
            if (i % 7 == 0)
                open.Add(placed.OrderId!.Value);
            else
                Must(new CancelOrder(Maker, OrderReference.ById(placed.OrderId!.Value)));
        }

        AssertRestored();
        Assert.All(open, id => Must(new CancelOrder(Maker, OrderReference.ById(id))));
        AssertRestored();
    }

    [Fact]
    public void Where_there_are_no_more_ids_orders_are_refused_and_nothing_throws()
    {
        Must(new SetRules(Free with { Version = 2 }));
        Must(new MarketAction(MarketActionKind.Create, Call));
        GiveNext(long.MaxValue - 1);
        Assert.Equal(long.MaxValue - 1, Apply(Order(Maker, Side.Sell, 1, OrderFlags.None)).OrderId);
        Assert.Equal(RejectCode.Overflow, Apply(Order(Maker, Side.Sell, 1, OrderFlags.None)).Rejection.Code);
        Must(new CancelOrder(Maker, OrderReference.ById(long.MaxValue - 1)));
        AssertRestored();
    }

    /// <summary>As after so many orders that no test could place them.</summary>
    private void GiveNext(long orderId) =>
        typeof(EngineState).GetProperty(nameof(EngineState.NextOrderId))!.SetValue(State, orderId);

    /// <summary>No fees, no margin.</summary>
    private static RuleSet Free => RuleSet.Default with
    {
        MarginEnabled = false,
        Fees = RuleSet.Default.Fees with { MakerPpm = 0, TakerPpm = 0 },
    };

    private static BulkOrders BulkOfUnknownSymbols()
    {
        var order = new OrderTerms(new string('X', 128), Side.Buy, new Price(1), new Quantity(1));
        return new BulkOrders(Taker, [.. Enumerable.Repeat(new BulkPlace(order), BulkOrders.MaxActions)]);
    }

    private static PlaceOrder Order(WalletAddress wallet, Side side, long size, OrderFlags flags) => new(
        wallet,
        new OrderTerms(Call, side, Price.FromUsdc(100), Quantity.FromContracts(size), Flags: flags));

    private ImmutableArray<WalletAddress> Remaining(long highest)
    {
        var found = new List<WalletAddress>();
        for (int number = State.Nonces.First; number >= 0; number = State.Nonces[number].Next)
        {
            if (State.Nonces[number].Nonces.Highest == highest)
                found.Add(State.Nonces[number].Signer);
        }

        return [.. found.Order()];
    }

    private ApplyOutput Advance(WalletAddress signer, long nonce) => _engine.Apply(new CommandEnvelope(
        _engine.Sequence + 1, _now, null, null, signer, nonce, new NonceAdvance()));

    private ApplyOutput Apply(EngineCommand command, UInt128? requestId = null, long? firstSentMs = null) =>
        _engine.Apply(new CommandEnvelope(
            _engine.Sequence + 1,
            _now,
            requestId is { } id ? new RequestId(id) : null,
            firstSentMs,
            null,
            null,
            command));

    private void Must(EngineCommand command)
    {
        ApplyOutput output = Apply(command);
        Assert.True(output.Accepted, $"{command.Type}: {output.Rejection.Code}");
    }

    /// <summary>A restored engine is the same to the byte and takes the live one's place.</summary>
    private void AssertRestored()
    {
        byte[] bytes = _engine.Snapshot();
        ExchangeEngine? restored = ExchangeEngine.Restore(bytes, null, out string? error);
        Assert.True(restored is not null, error);
        Assert.Equal(bytes, restored.Snapshot());
        var tick = CommandEnvelope.Trusted(_engine.Sequence + 1, _now, new HypercoreEquityUpdate(Maker, Cash.Zero));
        Assert.Equal(_engine.Apply(tick).Hash, restored.Apply(tick).Hash);
        _engine = restored;
    }
}
