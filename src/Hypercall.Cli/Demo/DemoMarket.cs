using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Cli.Demo;

/// <summary>
/// The demonstration's command stream: market makers quote a chain of options around a wandering index, takers hit
/// them, market-maker protection trips, clients repeat requests. Everything follows from the seed, so that the same
/// stream can be sent twice: once with a crash in the middle and once without.
/// </summary>
internal sealed class DemoMarket(ulong seed, int count) : ICommandSource
{
    private const long StartMs = 1_767_600_000_000;
    private const long StepMs = 10;
    private const int PriceEvery = 25;
    private const int QuoteEvery = 8;
    private const int RepeatPercent = 1;

    private SeededRandom _random = new(seed);
    private DemoOrders _orders = null!;
    private double _spot;
    private long _index;
    private int _nextQuote;

    public double Fraction => Math.Min(1, (double)_index / count);

    public IReadOnlyList<KeyValuePair<string, long>> Counts => [];

    public IEnumerable<InputCommand> Read()
    {
        _random = new SeededRandom(seed);
        _orders = new DemoOrders(new DemoChain(StartMs), _random);
        _spot = DemoChain.FirstSpot;
        _index = 0;
        _nextQuote = 0;
        yield return Trusted(new SetRules(RuleSet.Default with
        {
            Version = RuleSet.Default.Version + 1,
            MarginEnabled = false,
        }));
        foreach (EngineCommand command in _orders.Opening(_spot))
            yield return Trusted(command);
        while (_index < count)
        {
            if (_index % PriceEvery == 0)
                yield return Trusted(DemoOrders.Index(_spot = _orders.Move(_spot)));
            else if (_index % QuoteEvery == 0)
                yield return NextQuote();
            else
                foreach (InputCommand command in Take())
                    yield return command;
        }
    }

    private InputCommand NextQuote()
    {
        int makers = DemoOrders.MakerTraders.Length;
        DemoTrader maker = DemoOrders.MakerTraders[_nextQuote % makers];
        int expiry = _nextQuote / makers % DemoChain.ExpiryCount;
        _nextQuote++;
        return Signed(maker, _orders.Quotes(maker, expiry, _spot, NowMs));
    }

    /// <summary>A taker's order; now and then the client repeats the request, as after a lost answer.</summary>
    private IEnumerable<InputCommand> Take()
    {
        DemoTrader taker = DemoOrders.TakerTraders[_random.Below(DemoOrders.TakerTraders.Length)];
        PlaceOrder order = _orders.Take(taker, _spot, NowMs);
        InputCommand command = Signed(taker, order, _orders.NewRequest());
        yield return command;
        if (_random.Chance(RepeatPercent))
            yield return Next(command.Submitted with { TimestampMs = NowMs, FirstSentMs = command.TimestampMs });
    }

    private long NowMs => StartMs + _index * StepMs;

    private InputCommand Trusted(EngineCommand command) =>
        Next(new SubmittedCommand(NowMs, null, null, null, null, command));

    /// <summary>The time is the nonce, as clients do it; each command has a time of its own.</summary>
    private InputCommand Signed(DemoTrader trader, EngineCommand command, RequestId? request = null) =>
        Next(new SubmittedCommand(NowMs, request, null, trader.Agent, NowMs, command));

    private InputCommand Next(SubmittedCommand submitted) => new(++_index, submitted);
}
