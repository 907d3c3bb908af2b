using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;
using Hypercall.Engine.Tests.Encoding;
using Hypercall.Engine.Tests.Liquidation;
using Hypercall.Engine.Tests.Margin;
using Hypercall.Engine.Tests.State;

namespace Hypercall.Engine.Tests.Views;

/// <summary>
/// What an engine answers about what no event shows; every kind of answer also comes back equal from its bytes.
/// </summary>
public sealed class AnswerTests
{
    private const string Call = "ETH-20260120-3000-C";
    private const string Put = "ETH-20260120-3400-P";
    private static readonly WalletAddress Agent = WalletAddress.FromNumber(77);
    private static readonly WalletAddress Trader = RiskVenue.Trader;
    private static readonly WalletAddress Other = RiskVenue.Other;

    public static TheoryData<QuestionKind> Kinds => [.. Enum.GetValues<QuestionKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_answer_comes_back_from_its_bytes(QuestionKind kind)
    {
        EngineQuestion question = QuestionOf(kind);
        EngineAnswer answer = Traded(MarginMode.Portfolio).Engine.Answer(question);

        EngineAnswer again = ReadBack(answer);

        Assert.Equal(kind, answer.Kind);
        Assert.Equal(kind, again.Kind);
        Assert.Equal(BytesOf(answer), BytesOf(again));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_question_comes_back_from_its_bytes(QuestionKind kind)
    {
        EngineQuestion question = QuestionOf(kind);
        var writer = new CanonicalWriter();
        var output = new CanonicalOutput(writer);
        EngineQuestion.Walk(ref output, question);

        CanonicalReader reader = CanonicalReader.Over(writer.ToArray());
        EngineQuestion again = EngineQuestion.Walk(ref reader, EngineQuestion.Blank);

        Assert.Null(reader.Error);
        Assert.Equal(question, again);
        Assert.Equal(kind, again.Kind);
    }

    /// <summary>A field that is not walked shows: each has, somewhere, a value that is not its blank one.</summary>
    [Fact]
    public void Whatever_an_answer_can_say_comes_back_from_its_bytes()
    {
        SortedSet<string> silent = new(StringComparer.Ordinal);
        SortedSet<string> said = new(StringComparer.Ordinal);
        foreach (ExchangeEngine engine in Engines())
        {
            IEnumerable<EngineQuestion> questions =
            [
                .. Enum.GetValues<QuestionKind>().Select(QuestionOf),
                EngineQuestion.AboutChain("BTC"),
                .. engine.View().Wallets.SelectMany(wallet => AboutEach(wallet.Address)),
            ];
            foreach (EngineQuestion question in questions)
                Note(ReadBack(engine.Answer(question)), said, silent);
        }

        silent.ExceptWith(said);
        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }

    private static IEnumerable<EngineQuestion> AboutEach(WalletAddress wallet) =>
    [
        EngineQuestion.AboutWallet(wallet), EngineQuestion.AboutRisk(wallet), EngineQuestion.AboutAgents(wallet),
        EngineQuestion.AboutProtection(wallet),
    ];

    private static IEnumerable<ExchangeEngine> Engines()
    {
        yield return Traded(MarginMode.Standard).Engine;
        yield return Traded(MarginMode.Portfolio).Engine;
        yield return new RichEngine().Engine;
        yield return InLiquidation(MarginMode.Portfolio, partialMaxPositions: 0);
        yield return InLiquidation(MarginMode.Standard, partialMaxPositions: 5);
        yield return Frozen().Engine;
        yield return Owing();
        var ruled = new RiskVenue();
        ruled.Use(RuleSamples.Valid);
        yield return ruled.Engine;
    }

    /// <summary>Other is short a call that expires soon, and its protection has frozen.</summary>
    private static RiskVenue Frozen()
    {
        const string near = "ETH-20260102-3400-C";
        var venue = new RiskVenue();
        venue.List(near);
        venue.Quote("ETH", "3200");
        venue.SetMode(Other, MarginMode.Portfolio);
        venue.Accept(new MmpConfigUpdate(
            Other, "ETH", true, 60_000, 300_000, Quantity.FromContracts(1), null, null, 1));
        venue.Accept(RiskVenue.Order(Other, near, Side.Sell, "3", "1", flags: OrderFlags.Mmp));
        venue.Accept(RiskVenue.Order(Trader, near, Side.Buy, "3", "1"));
        return venue;
    }

    /// <summary>At auction, or with an order of liquidation.</summary>
    private static ExchangeEngine InLiquidation(MarginMode mode, int partialMaxPositions)
    {
        var venue = new LiquidationVenue(partialMaxPositions);
        venue.Venue.SetMode(Trader, mode);
        venue.Short("100", "80900");
        venue.Liquidate();
        return venue.Venue.Engine;
    }

    /// <summary>Trader owes what a call that it sold at 1 was worth at its expiry.</summary>
    private static ExchangeEngine Owing()
    {
        const string near = "ETH-20260102-2700-C";
        var venue = new LiquidationVenue();
        venue.Venue.Trade(near, "-1", "1");
        venue.PassTo(32 * 3_600_000);
        venue.Accept(new TickExpiry([new SettlementPrice("ETH", 20260102, Price.FromUsdc(3_700))], Force: true));
        return venue.Venue.Engine;
    }

    /// <summary>Sorts the values in something by whether they say anything.</summary>
    private static void Note(object value, SortedSet<string> said, SortedSet<string> silent)
    {
        if (value is IEnumerable items and not string)
        {
            foreach (object item in items)
                Note(item, said, silent);
            return;
        }

        if (value is string or Int128 or WalletAddress or decimal or Enum || value.GetType().IsPrimitive)
            return;
        foreach (PropertyInfo property in PropertiesOf(value))
        {
            object? own = property.GetValue(value);
            string name = $"{value.GetType().Name}.{property.Name}";
            bool isSaid = own is IEnumerable list
                ? list.Cast<object>().Any()
                : own is not null && !own.Equals(RuntimeHelpers.GetUninitializedObject(own.GetType()));
            (isSaid ? said : silent).Add(name);
            if (own is not null)
                Note(own, said, silent);
        }
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        RiskVenue asked = Traded(MarginMode.Standard);
        RiskVenue silent = Traded(MarginMode.Standard);
        foreach (QuestionKind kind in Enum.GetValues<QuestionKind>())
            asked.Engine.Answer(QuestionOf(kind));
        asked.Accept(new Tick());
        silent.Accept(new Tick());
        Assert.Equal(silent.Engine.Snapshot(), asked.Engine.Snapshot());
        Assert.Equal(silent.Engine.Hash, asked.Engine.Hash);
    }

    [Fact]
    public void What_nobody_named_has_no_answer()
    {
        ExchangeEngine engine = new();
        Assert.Null(Assert.IsType<ChainAnswer>(engine.Answer(EngineQuestion.AboutChain("ETH"))).Chain);
        Assert.Null(Assert.IsType<WalletAnswer>(engine.Answer(EngineQuestion.AboutWallet(Trader))).Wallet);
        Assert.Null(Assert.IsType<RiskAnswer>(engine.Answer(EngineQuestion.AboutRisk(Trader))).Risk);
        Assert.False(Assert.IsType<AgentsAnswer>(engine.Answer(EngineQuestion.AboutAgents(Trader))).IsKnown);
    }

    [Fact]
    public void Agents_are_those_alive()
    {
        RiskVenue venue = Traded(MarginMode.Standard);
        AgentsAnswer answer = Assert.IsType<AgentsAnswer>(venue.Engine.Answer(EngineQuestion.AboutAgents(Trader)));
        Assert.True(answer.IsKnown);
        Assert.Equal(new AgentView(Agent, null), Assert.Single(answer.Agents));

        venue.Accept(new RevokeAgent(Trader, Agent));

        answer = Assert.IsType<AgentsAnswer>(venue.Engine.Answer(EngineQuestion.AboutAgents(Trader)));
        Assert.True(answer.IsKnown);
        Assert.Empty(answer.Agents);
    }

    [Fact]
    public void Instruments_have_numbers_terms_and_open_interest()
    {
        RiskVenue venue = Traded(MarginMode.Standard);
        InstrumentsAnswer answer =
            Assert.IsType<InstrumentsAnswer>(venue.Engine.Answer(EngineQuestion.AboutInstruments));
        UnderlyingView eth = Assert.Single(answer.Underlyings, underlying => underlying.Name == "ETH");
        Assert.Equal([(0, Call, "2"), (1, Put, "0")], eth.Instruments.Select(
            option => (option.Number, option.Symbol, option.OpenInterest.ToString())));
        Assert.Equal(venue.Rules.Trading.SizeStep, eth.SizeStep);
        Assert.Equal(venue.Rules.Trading.Ticks.AsEnumerable(), eth.Ticks);
        Assert.Equal(TradingModes.All, answer.VenueModes);
    }

    /// <summary>
    /// Long 2 calls 3,000 at an index of 3,200, and one open buy of a put at 10: the position asks for nothing, the
    /// order for its premium. One more open sell of 3 calls is covered for 2: the third is a short one.
    /// </summary>
    [Fact]
    public void Standard_margin_is_told_by_positions_and_orders()
    {
        RiskVenue venue = Traded(MarginMode.Standard);
        WalletReport report = WalletOf(venue, Trader);
        MarginSplit split = report.Margin.Split!.Value;
        Assert.Equal(default, split.Positions);
        Assert.Equal(Cash.FromUsdc(10), split.ReservedPremium);
        Assert.Equal(Cash.FromUsdc(10), split.OpenOrders);
        Assert.Equal(report.Margin.InitialMargin, split.Positions + split.OpenOrders);

        venue.Accept(new PlaceOrder(Trader, new OrderTerms(
            Call, Side.Sell, Price.FromUsdc(900), Quantity.FromContracts(3), TimeInForce.Gtc)));

        report = WalletOf(venue, Trader);
        split = report.Margin.Split!.Value;
        Assert.Equal(default, split.Positions);
        Assert.True(split.OpenOrders > split.ReservedPremium);
        Assert.Equal(report.Margin.InitialMargin, split.Positions + split.OpenOrders);
    }

    [Fact]
    public void A_short_position_asks_for_margin_of_its_own()
    {
        RiskVenue venue = Traded(MarginMode.Standard);
        WalletReport report = WalletOf(venue, Other);
        PositionReport position = Assert.Single(report.Positions);
        Assert.Equal((Call, -2_000_000L), (position.Symbol, position.Size.Units));
        Assert.Equal(Price.FromUsdc(200), position.Mark);
        Assert.Equal(Price.FromUsdc(3_200), position.Index);
        Assert.Equal(position.Initial, report.Margin.Split!.Value.Positions);
        Assert.Equal(position.Maintenance, report.Margin.MaintenanceMargin);
        Assert.True(position.Initial > position.Maintenance && position.Maintenance > default(Cash));
    }

    [Fact]
    public void The_legs_of_a_grid_add_up_to_its_rows()
    {
        RiskVenue venue = Traded(MarginMode.Portfolio);
        venue.Accept(new HypercorePositionUpdate(Other, "ETH-PERP", Quantity.FromContracts(1), Price.FromUsdc(3_100)));
        RiskView risk = Assert.IsType<RiskAnswer>(venue.Engine.Answer(EngineQuestion.AboutRisk(Other))).Risk!;
        UnderlyingRiskView eth = Assert.Single(risk.Underlyings);
        Assert.Equal([Call, "ETH-PERP"], eth.Legs.Select(leg => leg.Symbol));
        Assert.Equal(["-400", "100"], eth.Legs.Select(leg => leg.Value.ToString()));
        for (int row = 0; row < eth.Scenarios.Count; row++)
        {
            Cash sum = eth.Legs.Aggregate(default(Cash), (total, leg) => total + leg.Pnls[row]);
            Assert.Equal(eth.Scenarios[row].Pnl, sum);
        }
    }

    [Fact]
    public void A_chain_tells_numbers_marks_and_open_interest()
    {
        ChainView chain = Traded(MarginMode.Standard).Engine.ViewChain("ETH")!;
        ChainOption call = chain.Options[0];
        Assert.Equal((0, Call, "200", "2"), (call.Number, call.Symbol, $"{call.Mark}", $"{call.OpenInterest}"));
        Assert.Null(call.Highest);
        Assert.Equal((1, "10", "1"), (chain.Options[1].Number, $"{chain.Options[1].Bid}", $"{chain.Options[1].BidSize}"));
    }

    [Fact]
    public void The_band_of_a_chain_is_what_orders_are_held_to()
    {
        RiskVenue venue = Traded(MarginMode.Standard);
        venue.Use(venue.Rules with
        {
            MarginEnabled = true,
            Trading = venue.Rules.Trading with { PriceBand = new PriceBandRules(500_000, Price.FromUsdc(20)) },
        });
        ChainOption call = venue.Engine.ViewChain("ETH")!.Options[0];
        Assert.Equal(("100", "300"), ($"{call.Lowest}", $"{call.Highest}"));
    }

    [Fact]
    public void Auctions_tell_what_is_sold_and_what_is_asked_for_it_now()
    {
        var venue = new LiquidationVenue();
        Assert.Empty(AuctionsOf(venue));
        venue.Short("100", "80900");
        venue.Liquidate();

        AuctionReport auction = Assert.Single(AuctionsOf(venue));

        Assert.Equal(
            (1L, Trader, MarginMode.Standard, "-56775", RiskVenue.Start, RiskVenue.Start + 300_000),
            (auction.AuctionId, auction.Wallet, auction.Mode, $"{auction.Asked}", auction.StartedAtMs,
                auction.EndsAtMs));
        PositionReport position = Assert.Single(auction.Positions);
        Assert.Equal(
            (LiquidationVenue.Call, "-100", "1", "540"),
            (position.Symbol, $"{position.Size}", $"{position.EntryPrice}", $"{position.Mark}"));
    }

    [Fact]
    public void A_wallet_tells_since_when_and_until_when_its_stage_is()
    {
        var venue = new LiquidationVenue();
        venue.Short("100", "80900");
        Assert.Null(WalletOf(venue.Venue, Trader).Stage);
        venue.Liquidate();
        Assert.Equal(
            new StageReport(RiskVenue.Start, RiskVenue.Start + 300_000), WalletOf(venue.Venue, Trader).Stage);
    }

    /// <summary>The auctions that run.</summary>
    private static AuctionReport[] AuctionsOf(LiquidationVenue venue)
    {
        EngineAnswer answer = ReadBack(venue.Venue.Engine.Answer(EngineQuestion.AboutAuctions));
        return [.. Assert.IsType<AuctionsAnswer>(answer).Auctions];
    }

    private static WalletReport WalletOf(RiskVenue venue, WalletAddress wallet) =>
        Assert.IsType<WalletAnswer>(ReadBack(venue.Engine.Answer(EngineQuestion.AboutWallet(wallet)))).Wallet!;

    /// <summary>An answer as it comes back from its bytes, with all that was in it.</summary>
    private static EngineAnswer ReadBack(EngineAnswer answer)
    {
        CanonicalReader reader = CanonicalReader.Over(BytesOf(answer));
        EngineAnswer again = EngineAnswer.Walk(ref reader, EngineAnswer.Blank);
        reader.ExpectEnd();
        Assert.Null(reader.Error);
        Assert.Equal(ContentOf(answer), ContentOf(again));
        return again;
    }

    internal static EngineQuestion QuestionOf(QuestionKind kind) => kind switch
    {
        QuestionKind.Chain => EngineQuestion.AboutChain("ETH"),
        QuestionKind.Risk => EngineQuestion.AboutRisk(Other),
        QuestionKind.Wallet => EngineQuestion.AboutWallet(Trader),
        QuestionKind.Instruments => EngineQuestion.AboutInstruments,
        QuestionKind.Agents => EngineQuestion.AboutAgents(Trader),
        QuestionKind.Protection => EngineQuestion.AboutProtection(Trader),
        QuestionKind.Index => EngineQuestion.AboutIndex,
        QuestionKind.Auctions => EngineQuestion.AboutAuctions,
        _ => EngineQuestion.AboutRules,
    };

    /// <summary>
    /// ETH at 3,200, a call 3,000 of which Other sold Trader two at 250, an open buy of a put at 10, protection and an
    /// agent.
    /// </summary>
    internal static RiskVenue Traded(MarginMode mode)
    {
        var venue = new RiskVenue();
        venue.List(Call, Put);
        venue.Quote("ETH", "3200");
        venue.Accept(new DepositUpdate(Trader, Cash.FromUsdc(100_000), "s", 1));
        venue.Accept(new DepositUpdate(Other, Cash.FromUsdc(100_000), "s", 2));
        if (mode == MarginMode.Portfolio)
        {
            venue.Accept(new MarginModeUpdate(Trader, mode));
            venue.Accept(new MarginModeUpdate(Other, mode));
        }

        Place(venue, Trader, Call, Side.Buy, 250, 2);
        Place(venue, Other, Call, Side.Sell, 250, 2);
        Place(venue, Trader, Put, Side.Buy, 10, 1);
        venue.Accept(new ApproveAgent(Trader, Agent, null));
        venue.Accept(new MmpConfigUpdate(
            Trader, "ETH", true, 60_000, 300_000, Quantity.FromContracts(10), 5_00000000, null, 1));
        return venue;
    }

    private static void Place(
        RiskVenue venue, WalletAddress wallet, string symbol, Side side, long price, long size) =>
        venue.Accept(new PlaceOrder(wallet, new OrderTerms(
            symbol, side, Price.FromUsdc(price), Quantity.FromContracts(size), TimeInForce.Gtc)));

    private static byte[] BytesOf(EngineAnswer answer)
    {
        var writer = new CanonicalWriter();
        var output = new CanonicalOutput(writer);
        EngineAnswer.Walk(ref output, answer);
        return writer.ToArray();
    }

    /// <summary>Every value in it by name, so that a field that is not walked shows.</summary>
    private static string ContentOf(object? value) => value switch
    {
        null => "null",
        string or decimal or Enum => $"{value}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(ContentOf))}]",
        _ when value.GetType().IsPrimitive || value is Int128 || value is WalletAddress => $"{value}",
        _ => "{" + string.Join(", ", PropertiesOf(value)
            .Select(property => $"{property.Name}: {ContentOf(property.GetValue(value))}")) + "}",
    };

    /// <summary>All but what the type itself says.</summary>
    private static IEnumerable<PropertyInfo> PropertiesOf(object value) => value.GetType().GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0 && !property.GetMethod!.IsStatic
            && property.Name != nameof(EngineAnswer.Kind));
}
