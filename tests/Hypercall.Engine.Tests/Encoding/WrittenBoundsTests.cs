using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Engine.Tests.State;
using Hypercall.Engine.Tests.Views;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>
/// The bounds of commands, outcomes, events, answers and snapshots, written down once more from docs/wire.md and
/// docs/engine.md: other tests break a value by the bound that its walk gives it, and would not miss one that a walk no
/// longer gives. A name that has a bound in one place of its owner and none in another has a row "any" too.
/// </summary>
public sealed class WrittenBoundsTests
{
    /// <summary>Name of the field | bound | whose it is.</summary>
    private const string Bounds = """
        account | 0 to 3 | BalanceChanged
        action | 0 to 4 | MarketAction
        actions | at most 1000 | BulkOrders
        agent's death | from 0 | agents
        amount | ±100000000000000000000000000000000 | CashWithdrawalUpdate, DepositUpdate, InsuranceDeposit
        answer | 0 to 8 | answer
        auction | from 0 | accounts
        bankruptcy price | 0 to 100000000000000000 | accounts
        bankruptcy prices | at most 1073741823 | accounts
        bid | ±100000000000000000000000000000000 | LiquidationBid
        breach | 0 to 1 | SetRules, answer, rules
        cash | ±10633823966279326983230456482242756607 | accounts
        cause | 0 to 3 | MmpTriggered
        clearing | ±10633823966279326983230456482242756607 | venue
        client id | 0 to 64 bytes | books
        clientId | 0 to 4096 bytes | OrderUpdated
        clientId | 1 to 4096 bytes | BulkOrders, CancelOrder, PlaceOrder, ReplaceOrder
        config nonce | from 1 | mmp
        cost | ±10633823966279326983230456482242756607 | positions
        dead-man's switch | 0 to 253402300799999 | accounts
        debt | ±10633823966279326983230456482242756607 | accounts
        defaultStp | 0 to 3 | SetRules, answer, rules
        delta | ±10633823966279326983230456482242756607 | mmp
        deposits | ±10633823966279326983230456482242756607 | venue
        end of a pause | 0 to 253402473599999 | accounts
        end of a stage | 0 to 253402473599999 | accounts
        endsAt | from 0 | LiquidationAuction
        entry price | 0 to 100000000000000000 | positions
        entry size | 1 to 1000000000000000 | accounts
        entry sizes | at most 1073741823 | accounts
        equity | ±100000000000000000000000000000000 | HypercoreEquityUpdate
        expiresAt | 0 to 253402300799999 | ApproveAgent, BulkOrders, PlaceOrder, ReplaceOrder
        expiresAt | from 0 | AgentChanged
        expiry | 0 to 253402300799999 | instruments
        expiry | 1 to 253402300799999 | books
        external equity | ±10633823966279326983230456482242756607 | accounts
        fees | ±10633823966279326983230456482242756607 | venue
        fill time | 0 to 253402300799999 | mmp
        filled | 0 to 1000000000000000 | outcomes
        fills | at most 1073741823 | mmp
        filters | 0 to 7 | CancelAll
        first outcome members | 0 to 7 | outcome
        first sent | 0 to 253402300799999 | envelope
        first sequence | from 1 | outcome
        flags | 0 to 7 | BulkOrders, PlaceOrder, ReplaceOrder, answer, books
        frozen time | 0 to 253402300799999 | mmp
        frozen until | from 0 | mmp
        frozenUntil | from 0 | MmpTriggered
        holdings settled | ±10633823966279326983230456482242756607 | venue
        id | 0 to 256 bytes | SetRules, answer, rules
        index point | 1 to 100000000000000000 | underlyings
        index point's time | 0 to 253402300799999 | underlyings
        index points | at most 1073741823 | underlyings
        index price | 0 to 100000000000000000 | underlyings
        index time | 0 to 253402300799999 | underlyings
        insurance | ±10633823966279326983230456482242756607 | venue
        interval | 1 to 253402300799999 | mmp
        legs | at most 1000 | RfqExecute
        liquidation | 0 to 3 | accounts
        liquidationState | 0 to 3 | answer
        margin mode | 0 to 1 | accounts
        member | 0 to 256 bytes | SetRules
        mode | 0 to 1 | MarginModeChanged, MarginModeUpdate, answer
        mode | 0 to 3 | LiquidationStateChanged
        modes | 0 to 3 | TradingModeUpdate, answer
        name | 0 to 4096 bytes | outcome
        newClientId | 1 to 4096 bytes | BulkOrders, ReplaceOrder
        next auction id | from 1 | clock
        next L2 sequence | from 1 | clock
        next order id | from 1 | clock
        next step | 0 to 253402473599999 | accounts
        next trade id | from 1 | clock
        nonces | at most 100 | nonces
        number | from 1 | CashWithdrawalUpdate, DepositUpdate, InsuranceDeposit, OptionDepositUpdate
        number | from 1 | OptionWithdrawalUpdate
        optional envelope members | 0 to 15 | envelope
        optional outcome members | 0 to 15 | outcome
        optional terms | 0 to 15 | BulkOrders, PlaceOrder, ReplaceOrder
        order id | from 1 | books
        order status | 0 to 3 | outcome
        outcome version | 0 to 1 | outcome
        override members | 0 to 3 | SetRules, rules
        override members | any | SetRules, rules
        price | 1 to 100000000000000000 | books
        protection members | 0 to 15 | MmpConfigUpdate
        quantity | -1000000000000000 to 1000000000000000 | positions
        quantity | ±10633823966279326983230456482242756607 | mmp
        question | 0 to 8 | question
        quoteId | 0 to 4096 bytes | RfqExecute
        reason | 0 to 13 | BalanceChanged, OrderUpdated
        remaining | 1 to 1000000000000000 | books
        results | at most 1000 | outcome
        results | at most 51 | outcomes
        rfqId | 0 to 4096 bytes | RfqExecute
        rule set version | 0 to 1 | SetRules, answer, rules
        rules or member | 0 to 1 | SetRules
        scenario | 0 to 256 bytes | answer
        scope | 0 to 1 | outcomes
        sequence | from 0 | clock
        sequence | from 1 | envelope, outcome, outcomes, venue
        settlement average | 0 to 100000000000000000 | instruments
        side | 0 to 1 | BulkOrders, OrderUpdated, PlaceOrder, ReplaceOrder, RfqExecute, accounts, answer, books
        size | -1000000000000000 to 1000000000000000 | positions
        size | 1 to 1000000000000000 | books
        smile time | 0 to 253402300799999 | underlyings
        smiles | at most 1073741823 | underlyings
        source | 0 to 2 | Filled
        source | 0 to 32 bytes | venue
        source | 1 to 32 bytes | CashWithdrawalUpdate, DepositUpdate, InsuranceDeposit, OptionDepositUpdate
        source | 1 to 32 bytes | OptionWithdrawalUpdate
        stage | 0 to 3 | accounts
        start of a stage | 0 to 253402300799999 | accounts
        start of an auction | 0 to 253402300799999 | accounts
        state | 0 to 3 | LiquidationStateChanged, LiquidationStateUpdate
        status | 0 to 1 | AgentChanged
        status | 0 to 2 | instruments
        status | 0 to 3 | OrderUpdated, answer
        status | 0 to 4 | LiquidationAuction, MarketUpdated, answer
        stp | 0 to 3 | BulkOrders, PlaceOrder, ReplaceOrder
        symbol | 0 to 128 bytes | BookChanged, BulkOrders, CancelAll, Deleveraged, Filled, HypercorePositionUpdate
        symbol | 0 to 128 bytes | MarketAction, MarketUpdated, OptionDepositUpdate, OptionWithdrawalUpdate
        symbol | 0 to 128 bytes | OrderUpdated, PlaceOrder, PositionChanged, PositionSettled, ReplaceOrder, RfqExecute
        symbol | 0 to 128 bytes | accounts, answer, instruments
        takerSide | 0 to 1 | Filled
        tier | 0 to 256 bytes | TierChanged, TierUpdate
        tier | 0 to 32 bytes | accounts
        tif | 0 to 3 | BulkOrders, PlaceOrder, ReplaceOrder, answer
        time | 0 to 253402300799999 | clock, outcomes
        time in force | 0 to 3 | books
        timeoutMs | 0 to 253402300799999 | CancelAllAfter
        timestamp | 0 to 253402300799999 | envelope, outcome
        trading modes | 0 to 4 | underlyings
        transfer number | from 1 | venue
        type | 0 to 1 | answer
        type | 0 to 2 | BulkOrders
        underlying | 0 to 128 bytes | CancelAll, IvUpdate, MmpConfigChanged, MmpConfigUpdate, MmpReset, MmpTriggered
        underlying | 0 to 128 bytes | PriceUpdate, SetPmSettlementPoolConfig, SetRules, TickExpiry, TradingModeUpdate
        underlying | 0 to 128 bytes | answer, question, rules
        underlying | 0 to 16 bytes | underlyings
        vega | ±10633823966279326983230456482242756607 | mmp
        venue's holding | 0 to 9000000000000000000 | instruments
        wallet members | 0 to 15 | accounts
        window | 0 to 1 | SetRules, answer, rules
        withdrawals | ±10633823966279326983230456482242756607 | venue
        worst | 0 to 256 bytes | answer
        """;

    [Fact]
    public void Every_walk_has_the_bounds_that_are_written_down()
    {
        SortedSet<string> walked = new(StringComparer.Ordinal);
        foreach (IGrouping<(string Owner, string Name), (string Owner, string Name, string Bound)> field in
            Walked().GroupBy(field => (field.Owner, field.Name)))
        {
            string[] bounds = [.. field.Select(item => item.Bound).Distinct()];
            if (bounds is not [""])
                walked.UnionWith(bounds.Select(bound => $"{field.Key.Owner}: {field.Key.Name}: {Words(bound)}"));
        }

        SortedSet<string> written = new(Written(), StringComparer.Ordinal);
        string[] wrong =
        [
            .. walked.Except(written).Select(row => $"not written: {row}"),
            .. written.Except(walked).Select(row => $"not walked: {row}"),
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    private static string Words(string bound) => bound.Length == 0 ? "any" : bound;

    private static IEnumerable<string> Written() =>
        from line in Bounds.ReplaceLineEndings("\n").Split('\n')
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        from owner in cells[2].Split(", ")
        select $"{owner}: {cells[0]}: {cells[1]}";

    private static IEnumerable<(string Owner, string Name, string Bound)> Walked() =>
        from part in
            (IEnumerable<(string? Owner, FieldBreaker Breaker)>)
            [.. Envelopes(), .. Commands(), .. Outcomes(), .. Events(), .. Answers(), Snapshot()]
        from field in part.Breaker.Fields()
        where field.Bound is not null
        select (part.Owner ?? field.Component, field.Name, field.Bound);

    private static IEnumerable<(string? Owner, FieldBreaker Breaker)> Envelopes()
    {
        var envelope = new CommandEnvelope(5, 6, new RequestId(7), 8, CommandSamples.Bob, 9, new Tick());
        yield return (
            "envelope", FieldBreaker.Of((ref BrokenOutput output) => EnvelopeShape.Walk(ref output, envelope)));
    }

    private static IEnumerable<(string? Owner, FieldBreaker Breaker)> Commands() =>
        from sample in CommandSamples.All()
        let command = sample.Value
        select ((string?)$"{command.Type}", FieldBreaker.Of(
            (ref BrokenOutput output) => CommandShapes.Walk(ref output, command.Type, command)));

    /// <summary>What stands around the events of an outcome.</summary>
    private static IEnumerable<(string? Owner, FieldBreaker Breaker)> Outcomes() =>
        from sample in OutcomeSamples.All()
        where sample.Value.Events.Count == 0
        select ((string?)"outcome", FieldBreaker.Of(
            (ref BrokenOutput output) => OutcomeShapes.Walk(ref output, sample.Value)));

    private static IEnumerable<(string? Owner, FieldBreaker Breaker)> Events() =>
        from sample in OutcomeSamples.All()
        let events = sample.Value.Events
        from index in Enumerable.Range(0, events.Count)
        select ((string?)$"{events.KindAt(index)}", FieldBreaker.Of(
            (ref BrokenOutput output) => events.Walk(ref output, index)));

    /// <summary>What nodes ask each other and answer.</summary>
    private static IEnumerable<(string? Owner, FieldBreaker Breaker)> Answers()
    {
        ExchangeEngine engine = AnswerTests.Traded(MarginMode.Portfolio).Engine;
        foreach (QuestionKind kind in Enum.GetValues<QuestionKind>())
        {
            EngineQuestion question = AnswerTests.QuestionOf(kind);
            EngineAnswer answer = engine.Answer(question);
            yield return (
                "question", FieldBreaker.Of((ref BrokenOutput output) => EngineQuestion.Walk(ref output, question)));
            yield return (
                "answer", FieldBreaker.Of((ref BrokenOutput output) => EngineAnswer.Walk(ref output, answer)));
        }
    }

    private static (string? Owner, FieldBreaker Breaker) Snapshot() =>
        (null, FieldBreaker.OfSnapshot(SnapshotBoundsTests.FullState()));
}
