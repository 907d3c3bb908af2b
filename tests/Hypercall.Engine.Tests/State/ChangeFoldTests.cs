using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.State;

/// <summary>
/// The change records say all that a command changes: folded alone into an empty state they give, after every command,
/// the bytes of the engine's own.
/// </summary>
public sealed class ChangeFoldTests
{
    private const int FirstSeed = 6_000;
    private const int Streams = 20;
    private const int Commands = 1_000;
    private const long Start = 1_750_000_000_000;

    /// <summary>A lost record shows in some stream; looking for it ends there.</summary>
    private const int StreamsOfLoss = 12;

    private readonly Dictionary<int, List<CommandEnvelope>> _streams = [];

    [Fact]
    public void Change_records_alone_give_every_digest_after_every_command()
    {
        var seen = new HashSet<ChangeKind>();
        for (int seed = FirstSeed; seed < FirstSeed + StreamShare.Of(Streams); seed++)
        {
            var fold = new ChangeFold();
            Assert.Null(FirstDifference(RecordedStream.Make(seed, Commands), fold) is { } found ? $"{seed}: {found}" : null);
            seen.UnionWith(fold.Seen);
        }

        if (StreamShare.IsWhole)
            Assert.Empty(Enum.GetValues<ChangeKind>().Except(seen));
    }

    [Fact]
    public void No_kind_of_record_can_be_lost()
    {
        string[] unnoticed = [.. Enum.GetValues<ChangeKind>().Where(IsUnnoticed).Select(static kind => $"{kind}")];
        Assert.Empty(unnoticed);
    }

    /// <summary>
    /// Hardly ever on a stream: nothing moves but what the venue's holding has settled to, as the one wallet that is
    /// settled has paid just that.
    /// </summary>
    [Fact]
    public void What_a_holding_settles_to_is_recorded_where_nothing_else_moves()
    {
        const string call = "BTC-20300329-50000-C";
        (WalletAddress taker, WalletAddress maker) = (CommandStream.Wallets[0], CommandStream.Wallets[1]);
        Quantity one = Quantity.FromContracts(1);
        EngineCommand[] commands =
        [
            new SetRules(RuleSet.Default with
            {
                Version = 2,
                MarginEnabled = false,
                Fees = new FeeRules(0, 0, 0, 0, 0, 0),
            }),
            new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(50_000))]),
            new MarketAction(MarketActionKind.Create, call),
            new MarginModeUpdate(taker, MarginMode.Portfolio),
            new MarginModeUpdate(maker, MarginMode.Portfolio),
            new RfqExecute(taker, "rfq", "quote", maker, [new RfqLeg(call, Side.Buy, one, Price.FromUsdc(1_000))]),
            new OptionWithdrawalUpdate(taker, call, one, "chain", 1),
            new MarketAction(MarketActionKind.Expire, call),
            new TickExpiry([new SettlementPrice("BTC", 20300329, Price.FromUsdc(51_000))], Force: true),
        ];
        var engine = new ExchangeEngine();
        CommandEnvelope[] envelopes =
            [.. commands.Select((command, i) => CommandEnvelope.Trusted(i + 1, Start, command))];
        Assert.All(envelopes, envelope => Assert.Equal(RejectCode.None, engine.Apply(envelope).Rejection.Code));
        Assert.Null(FirstDifference(envelopes, new ChangeFold()));
    }

    private bool IsUnnoticed(ChangeKind lost)
    {
        for (int seed = FirstSeed; seed < FirstSeed + StreamsOfLoss; seed++)
        {
            if (FirstDifference(Stream(seed), new ChangeFold { Lost = lost }) is not null)
                return false;
        }

        return true;
    }

    /// <summary>A stream that is looked at once for every kind of record.</summary>
    private List<CommandEnvelope> Stream(int seed)
    {
        if (!_streams.TryGetValue(seed, out List<CommandEnvelope>? stream))
            _streams.Add(seed, stream = RecordedStream.Make(seed, Commands));
        return stream;
    }

    /// <summary>The first command after which the folded state is another, and in what; null where there is none.</summary>
    private static string? FirstDifference(IEnumerable<CommandEnvelope> envelopes, ChangeFold fold)
    {
        var (engine, plain) = (new ExchangeEngine(), new ExchangeEngine());
        engine.DeferHashing(fold);
        foreach (CommandEnvelope envelope in envelopes)
        {
            plain.Apply(envelope);
            if (Step(engine, fold, envelope, isSkipped: false) is { } difference)
                return $"{difference} after {CommandText.Of(envelope)}";
        }

        var last = new CommandEnvelope(
            engine.Sequence + 1, engine.TimestampMs + 1, new RequestId(UInt128.MaxValue), null, null, null, new Tick());
        plain.ApplySkipped(last);
        return Step(engine, fold, last, isSkipped: true) ?? (plain.Hash == fold.Hash ? null : "hash");
    }

    private static string? Step(ExchangeEngine engine, ChangeFold fold, in CommandEnvelope envelope, bool isSkipped)
    {
        fold.Expect(envelope);
        try
        {
            ApplyOutput output = isSkipped ? engine.ApplySkipped(envelope) : engine.Apply(envelope);
            if (output.Rejection.Code == RejectCode.OutOfOrder)
                return null;
        }
        catch (Exception thrown) when (fold.Lost is not null)
        {
            return thrown.Message;
        }

        if (fold.IsSkipped != isSkipped)
            return "skipped";
        return fold.Snapshot().SequenceEqual(engine.Snapshot()) ? null : Differing(engine, fold);
    }

    private static string Differing(ExchangeEngine engine, ChangeFold fold) => string.Join(
        ' ',
        ExchangeEngine.DigestSnapshot(fold.Snapshot())!.Components.Zip(engine.ComputeDigest().Components)
            .Where(static pair => pair.First.Value != pair.Second.Value)
            .Select(static pair => pair.First.Key));
}
