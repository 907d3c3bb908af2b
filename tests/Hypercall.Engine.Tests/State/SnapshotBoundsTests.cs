using System.Globalization;
using System.Reflection;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.State;
using Hypercall.Engine.Tests.Encoding;
using Replacements = System.Collections.Generic.Dictionary<
    (string Component, string Name, int Rank), Hypercall.Engine.Tests.Encoding.FieldBreak>;

namespace Hypercall.Engine.Tests.State;

/// <summary>
/// A snapshot in which a single value is out of bounds is refused with its section and its name, whatever the value is
/// and wherever it stands, before room is made for anything that its bytes do not hold.
/// </summary>
public sealed class SnapshotBoundsTests
{
    /// <summary>What is in bounds and contradicts the rest: field#rank=value; =N is the value of rank N.</summary>
    private const string Contradictions = """
        rules       | rule set version#0=byte 0               | rule set version is unknown
        rules       | command#0=byte 250                      | the type of the command is unknown
        rules       | significantFigures#0=int 99             | rule set member 'significantFigures'
        underlyings | underlying#0=text b c                   | underlying 'b c'
        underlyings | underlying#1==0                         | underlying 'BTC'
        underlyings | index point's time#1==0                 | index points out of order
        instruments | next number#0=varint 1000000000         | next number 1000000000 is greater than
        instruments | next number#0=varint 3                  | instrument 3 'ETH-20300330-2000-C'
        instruments | instrument#1==0                         | instrument 0 'BTC-20300329-50000-P'
        instruments | symbol#1==0                             | instrument 1 'BTC-20300329-50000-C'
        instruments | symbol#0=text BTC                       | instrument 0 'BTC'
        instruments | symbol#0=text SOL-20300329-50000-C      | instrument 0 'SOL-20300329-50000-C'
        accounts    | address#1==0                            | 0x0000000000000000000000000000000000000001 twice
        accounts    | debt#0=int128 -1                        | negative debt
        accounts    | liquidation#2=byte 0                    | is in a stage that its liquidation state has not
        accounts    | liquidation#0=byte 1                    | is in a stage that its liquidation state has not
        positions   | wallet#0=varint 9223372036854775807     | there is no wallet 1073741823
        positions   | wallet#0=varint 5                       | there is no wallet 5
        positions   | instrument#0=varint 4                   | there is no instrument 4
        positions   | instrument#0=varint 2                   | there is no instrument 2
        positions   | quantity#0=long 0                       | position flat or twice
        positions   | wallet#1==0; instrument#1==0            | position flat or twice
        positions   | wallet#4=varint 4                       | there is no wallet 4
        positions   | underlying#0=varint 2                   | there is no underlying 2
        positions   | size#0=long 0                           | perpetual flat, without a price or twice
        positions   | entry price#0=long 0                    | perpetual flat, without a price or twice
        positions   | wallet#5==4                             | perpetual flat, without a price or twice
        books       | wallet#0=int 4                          | there is no wallet 4
        books       | wallet#0=int -1                         | there is no wallet -1
        books       | instrument#0=int 4                      | there is no instrument 4
        books       | instrument#0=int 2                      | there is no instrument 2
        books       | instrument#0=int -1                     | there is no instrument -1
        books       | remaining#0=long 2000001                | more remains of an order than its size
        books       | order id#0=long 7                       | order id 7 was never given
        books       | order id#0==1                           | order 1 twice
        books       | client id#6==2                          | order 6 twice
        mmp         | wallet#0=varint 4                       | there is no wallet 4
        mmp         | underlying#0=varint 2                   | there is no underlying 2
        mmp         | wallet#1==0                             | protection twice
        liquidation | wallet#0=varint 4                       | there is no wallet 4
        liquidation | wallet#0=varint 9223372036854775807     | there is no wallet 1073741823
        liquidation | wallet#1==0                             | 0x0000000000000000000000000000000000000001 waits twice
        nonces      | nonces#0=byte 0                         | a signer without a nonce
        nonces      | nonce#1==0                              | nonces out of order
        nonces      | signer#1==0                             | 0x0000000000000000000000000000000000000001 twice
        agents      | wallet#0=varint 4                       | there is no wallet 4
        agents      | wallet#1==0; agent#1==0                 | 0x0000000000000000000000000000000000000003 twice
        venue       | source#1==0                             | source 'chain' twice
        outcomes    | oldest#0=long -1                        | oldest outcome -1 is outside
        outcomes    | oldest#0=long 9223372036854775807       | oldest outcome 9223372036854775807 is outside
        outcomes    | last dropped#0=long -2                  | last dropped outcome -2 is outside
        outcomes    | last dropped#0=long 253402300800000     | last dropped outcome 253402300800000 is outside
        outcomes    | reject code#0=byte 254                  | reject code is unknown
        outcomes    | status#0=byte 5                         | an order's status is unknown
        outcomes    | request id#7==6                         | outcome twice
        rules       | outcomeCache#0=int 7                    | section 'outcomes': outcomes count 8 is too large
        """;

    /// <summary>What all addresses of the state begin with.</summary>
    private const string NoWallet = "0x000000000000000000000000000000000000000";

    /// <summary>By which names a difference of two states is told: a component's own fields, - its entries.</summary>
    private const string Entries = """
        underlyings | trading modes
        underlyings | underlyings
        underlyings | - BTC
        underlyings | - ETH
        instruments | next number
        instruments | instruments
        instruments | - BTC-20300329-50000-C
        instruments | - BTC-20300329-50000-P
        instruments | - ETH-20300330-2000-C
        accounts | wallets
        accounts | - 0x1
        accounts | - 0x2
        accounts | - 0x4
        accounts | - 0x5
        positions | positions
        positions | - 0x1 BTC-20300329-50000-C
        positions | - 0x1 ETH-20300330-2000-C
        positions | - 0x2 BTC-20300329-50000-C
        positions | - 0x5 ETH-20300330-2000-C
        positions | perpetuals
        positions | - 0x1 BTC perpetual
        positions | - 0x2 BTC perpetual
        books | orders
        books | - BTC-20300329-50000-C order 3
        books | - BTC-20300329-50000-C order 1
        books | - BTC-20300329-50000-C order 2
        books | - BTC-20300329-50000-C order 5
        books | - BTC-20300329-50000-C order 6
        mmp | protections
        mmp | - 0x1 BTC
        mmp | - 0x2 BTC
        liquidation | wallets
        liquidation | - 0x1
        liquidation | - 0x2
        nonces | signers
        nonces | - 0x1
        nonces | - 0x2
        agents | agents
        agents | - 0x1 agent 0x3
        agents | - 0x2 agent 0x4
        venue | clearing
        venue | fees
        venue | insurance
        venue | deposits
        venue | withdrawals
        venue | holdings settled
        venue | sources
        venue | - source 'chain'
        venue | - source 'refused'
        outcomes | oldest
        outcomes | last dropped
        outcomes | outcomes
        outcomes | - request 41
        outcomes | - request 42
        outcomes | - request 43
        outcomes | - request 44
        outcomes | - request 45
        outcomes | - request 46
        outcomes | - request 47
        outcomes | - request 48
        """;

    [Fact]
    public void A_value_beyond_its_bounds_is_refused_by_name_wherever_it_stands()
    {
        var breaker = FieldBreaker.OfSnapshot(FullState());
        List<string> wrong = [];
        int tried = 0;
        foreach ((WalkedField field, FieldBreak broken) in breaker.Breaks())
        {
            tried++;
            ExchangeEngine? restored = ExchangeEngine.Restore(breaker.Write(field, broken), null, out string? error);
            bool isNamed = error is not null
                && error.StartsWith($"snapshot section '{field.Component}': {field.Name} ", StringComparison.Ordinal);
            if (restored is not null || !isNamed)
                wrong.Add($"{field} as {Convert.ToHexString([.. broken.Bytes.Take(16)])}: {error}");
        }

        Assert.Empty(wrong);
        Assert.True(tried > 450, $"only {tried} values were tried");
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_value_that_contradicts_others_is_refused(string component, string values, string expected)
    {
        var breaker = FieldBreaker.OfSnapshot(FullState());
        Replacements replacements = [];
        foreach (string value in values.Split("; "))
            Read(breaker, component, value, replacements);
        Assert.Null(ExchangeEngine.Restore(breaker.Write(replacements), null, out string? error));
        Assert.Contains(expected, error);
    }

    [Fact]
    public void What_a_walk_demands_of_several_values_has_a_row()
    {
        var breaker = FieldBreaker.OfSnapshot(FullState());
        breaker.Fields();
        Assert.All(breaker.Problems, problem => Assert.Contains($"| {problem}", Contradictions));
    }

    [Fact]
    public void No_room_is_made_for_what_the_bytes_do_not_hold()
    {
        var breaker = FieldBreaker.OfSnapshot(FullState());
        long most = AllocatedBy(breaker.Write([])) + 100_000;
        foreach ((WalkedField field, FieldBreak broken) in Huge(breaker))
        {
            long allocated = AllocatedBy(breaker.Write(field, broken));
            Assert.True(allocated < most, $"{field} as {Convert.ToHexString(broken.Bytes)} took {allocated} bytes");
        }
    }

    [Fact]
    public void Outcomes_of_more_bytes_than_the_rules_allow_are_refused()
    {
        const int Commands = 20_000;
        var engine = new ExchangeEngine();
        RuleSet rules = engine.Rules with { OutcomeCacheBytes = 2 * RuleLimits.MinOutcomeCacheBytes };
        engine.Apply(CommandEnvelope.Trusted(1, RichEngine.StartMs, new SetRules(rules)));
        for (int i = 2; i < Commands; i++)
        {
            var id = new RequestId((ulong)i);
            engine.Apply(new CommandEnvelope(i, RichEngine.StartMs, id, null, null, null, new Tick()));
        }

        Replacements fewer = new()
        {
            [("rules", "outcomeCacheBytes", 0)] = new(FieldBreaker.Int64(RuleLimits.MinOutcomeCacheBytes)),
        };
        byte[] snapshot = FieldBreaker.OfSnapshot(StateOf(engine)).Write(fewer);
        Assert.Null(ExchangeEngine.Restore(snapshot, null, out string? error));
        Assert.StartsWith("snapshot section 'outcomes': outcomes of 1", error);
    }

    [Fact]
    public void Every_list_and_every_entry_is_walked_by_its_name()
    {
        IEnumerable<string> lines = FieldBreaker.OfSnapshot(FullState()).Fields()
            .Where(static field => field.Component is not ("clock" or "rules" or "chain"))
            .Select(static field => $"{field.Component} | " + (field.Entry == SnapshotFormat.Whole
                ? field.Name
                : $"- {field.Entry.Replace(NoWallet, "0x", StringComparison.Ordinal)}"));
        Assert.Equal(Entries.ReplaceLineEndings("\n").Split('\n'), lines.Distinct());
    }

    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (string line in Contradictions.ReplaceLineEndings("\n").Split('\n'))
        {
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            rows.Add(cells[0], cells[1], cells[2]);
        }

        return rows;
    }

    /// <summary>Numbers and counts in as many bytes as they take, as great as they can be.</summary>
    private static IEnumerable<(WalkedField Field, FieldBreak Break)> Huge(FieldBreaker breaker) =>
        from field in breaker.Fields()
        where field.IsNumber
        from value in new ulong[] { 1_000_000, int.MaxValue / 2, int.MaxValue, long.MaxValue }
        select (field, new FieldBreak(FieldBreaker.VarUInt(value)));

    private static long AllocatedBy(byte[] snapshot)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ExchangeEngine.Restore(snapshot, null, out _);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Read(FieldBreaker breaker, string component, string text, Replacements target)
    {
        string[] sides = text.Split('=', 2);
        string[] field = sides[0].Split('#');
        string[] value = sides[1].Split(' ', 2);
        byte[] bytes = value[0] switch
        {
            "byte" => [byte.Parse(value[1], CultureInfo.InvariantCulture)],
            "int" => FieldBreaker.Int32(int.Parse(value[1], CultureInfo.InvariantCulture)),
            "long" => FieldBreaker.Int64(long.Parse(value[1], CultureInfo.InvariantCulture)),
            "int128" => FieldBreaker.Int128(Int128.Parse(value[1], CultureInfo.InvariantCulture)),
            "varint" => FieldBreaker.VarUInt(ulong.Parse(value[1], CultureInfo.InvariantCulture)),
            "text" => FieldBreaker.Text(value[1]),
            _ => breaker.Sound(component, field[0], int.Parse(value[0][1..], CultureInfo.InvariantCulture)),
        };
        target[(component, field[0], int.Parse(field[1], CultureInfo.InvariantCulture))] = new FieldBreak(bytes);
    }

    /// <summary>A state with two entries of most kinds, and a value for all they may have.</summary>
    internal static EngineState FullState()
    {
        var rich = new RichEngine();
        Must(rich, new HypercorePositionUpdate(
            RichEngine.Maker, "BTC-PERP", Quantity.FromContracts(1), Price.FromUsdc(50_000)));
        Must(rich, new MmpConfigUpdate(
            RichEngine.Taker, "BTC", true, 1_000, 0, Quantity.FromContracts(5), null, null, 1));
        Must(rich, new ApproveAgent(RichEngine.Taker, RichEngine.Builder, RichEngine.StartMs + 1_000));
        Must(rich, RichEngine.Order(RichEngine.Maker, Side.Sell, 25_000, 1, clientId: "ask-2"));
        Must(rich, new NonceAdvance(), RichEngine.Taker, RichEngine.StartMs + 6);
        Must(rich, new BulkOrders(RichEngine.Maker, [new BulkCancel(OrderReference.ById(99))]));
        Must(rich, new NonceAdvance(), RichEngine.Maker, RichEngine.StartMs + 7);

        // What few commands leave there, and none of these.
        EngineState state = StateOf(rich.Engine);
        state.Wallets[3].DebtUnits = 1;
        state.Markets.Underlyings[0].History.Add(RichEngine.StartMs + 1, Price.FromUsdc(50_001).Units);
        state.Examinations.Add([0, 1]);
        WalletAccount distressed = Enumerable.Range(0, state.Wallets.Count)
            .Select(number => state.Wallets[number]).First(wallet => wallet.Stage is not null);
        distressed.Stage = distressed.Stage! with
        {
            EntrySizes = [new EntrySize("BTC-20300329-50000-C", 1)],
            Bankruptcy = [new BankruptcyPrice("BTC-20300329-50000-C", Side.Buy, 1)],
        };
        return state;
    }

    private static EngineState StateOf(ExchangeEngine engine) =>
        (EngineState)typeof(ExchangeEngine).GetField("_state", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(engine)!;

    private static void Must(
        RichEngine rich, EngineCommand command, WalletAddress? signer = null, long? nonce = null)
    {
        Events.ApplyOutput output = rich.Apply(command, signer, nonce);
        Assert.True(output.Accepted, $"{command.Type}: {output.Rejection.Code}");
    }
}
