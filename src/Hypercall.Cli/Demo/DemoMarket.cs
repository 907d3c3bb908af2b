using System.Collections.Immutable;
using Hypercall.Cli.Inputs;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Rules;
using Hypercall.Json;

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
    private const int Makers = 4;
    private const int Takers = 8;
    private const int PriceEvery = 25;
    private const int QuoteEvery = 8;
    private const int RepeatPercent = 1;
    private const int QuotePairsPerBulk = DemoChain.PerExpiry;
    private const long DepositUsdc = 5_000_000;

    private readonly SeededRandom _random = new(seed);
    private readonly DemoChain _chain = new();
    private readonly ImmutableArray<DemoTrader> _makers = CreateTraders("maker", 0, Makers);
    private readonly ImmutableArray<DemoTrader> _takers = CreateTraders("taker", Makers, Takers);
    private double _spot = 3_000;
    private long _index;
    private int _nextQuote;

    /// <inheritdoc/>
    public double Fraction => Math.Min(1, (double)_index / count);

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, long>> Counts => [];

    /// <summary>Market makers, then takers.</summary>
    public IEnumerable<DemoTrader> Traders => _makers.Concat(_takers);

    /// <inheritdoc/>
    public IEnumerable<InputCommand> Read()
    {
        foreach (EngineCommand command in Opening())
            yield return Trusted(command);
        while (_index < count)
        {
            if (_index % PriceEvery == 0)
                yield return Trusted(MoveIndex());
            else if (_index % QuoteEvery == 0)
                yield return NextQuote();
            else
                foreach (InputCommand command in Take())
                    yield return command;
        }
    }

    private IEnumerable<EngineCommand> Opening()
    {
        yield return new SetRules(RuleSet.Default with
        {
            Version = RuleSet.Default.Version + 1, MarginEnabled = false,
        });
        for (int option = 0; option < _chain.Count; option++)
            yield return new MarketAction(MarketActionKind.Create, _chain.SymbolAt(option));
        yield return MoveIndex();
        for (int expiry = 0; expiry < DemoChain.ExpiryCount; expiry++)
            yield return Smile(expiry);
        int deposit = 0;
        foreach (DemoTrader trader in Traders)
        {
            yield return new DepositUpdate(trader.Wallet, Cash.FromUsdc(DepositUsdc), "demo", ++deposit);
            yield return new ApproveAgent(trader.Wallet, trader.Agent);
        }

        foreach (DemoTrader maker in _makers)
        {
            yield return new MmpConfigUpdate(
                maker.Wallet, DemoChain.Underlying, true, IntervalMs: 1_000, FrozenTimeMs: 500,
                Quantity.FromContracts(60), null, null, ConfigNonce: 1);
        }
    }

    private PriceUpdate MoveIndex()
    {
        const double step = 1.5;
        _spot += step * (_random.Fraction() + _random.Fraction() - 1);
        return new PriceUpdate([new IndexPrice(DemoChain.Underlying, DemoChain.OnGrid(_spot))]);
    }

    private static IvUpdate Smile(int expiry) => new(
        DemoChain.Underlying,
        DemoChain.ExpiryDate(expiry),
        [.. DemoChain.StrikePrices.Select(strike => new VolatilityPoint(Price.FromUsdc(strike), 60_000_000))]);

    /// <summary>
    /// A maker takes its quotes on one expiry out and puts new ones in, in one bulk; what was filled or cancelled in
    /// the meantime is not there to be taken out, which is fine.
    /// </summary>
    private InputCommand NextQuote()
    {
        DemoTrader maker = _makers[_nextQuote % Makers];
        int first = _nextQuote / Makers % DemoChain.ExpiryCount * DemoChain.PerExpiry;
        _nextQuote++;
        var actions = ImmutableArray.CreateBuilder<BulkAction>(4 * QuotePairsPerBulk);
        for (int option = first; option < first + DemoChain.PerExpiry; option++)
        {
            double fair = _chain.FairPrice(option, _spot, NowMs);
            double half = 0.05 + fair * (0.01 + 0.01 * _random.Fraction());
            AddQuote(actions, option, Side.Buy, fair - half);
            AddQuote(actions, option, Side.Sell, fair + half);
        }

        return Signed(maker, new BulkOrders(maker.Wallet, actions.MoveToImmutable()));
    }

    private void AddQuote(ImmutableArray<BulkAction>.Builder actions, int option, Side side, double price)
    {
        string clientId = $"{side}-{option}";
        actions.Add(new BulkCancel(OrderReference.ByClientId(clientId)));
        actions.Add(new BulkPlace(new OrderTerms(
            _chain.SymbolAt(option),
            side,
            DemoChain.OnGrid(price),
            Quantity.FromContracts(1 + _random.Below(10)),
            Flags: OrderFlags.PostOnly | OrderFlags.Mmp,
            ClientId: clientId)));
    }

    /// <summary>A taker's order; now and then the client repeats the request, as after a lost answer.</summary>
    private IEnumerable<InputCommand> Take()
    {
        DemoTrader taker = _takers[_random.Below(Takers)];
        int option = _random.Below(_chain.Count);
        Side side = _random.Below(2) == 0 ? Side.Buy : Side.Sell;
        double fair = _chain.FairPrice(option, _spot, NowMs);
        double reach = 0.05 + fair * 0.04 * _random.Fraction();
        var order = new PlaceOrder(taker.Wallet, new OrderTerms(
            _chain.SymbolAt(option),
            side,
            DemoChain.OnGrid(side == Side.Buy ? fair + reach : fair - reach),
            Quantity.FromContracts(1 + _random.Below(6)),
            _random.Chance(20) ? TimeInForce.Fok : TimeInForce.Ioc));
        var request = new RequestId(new UInt128(_random.Next(), _random.Next()));
        InputCommand command = Signed(taker, order, request);
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

    private static ImmutableArray<DemoTrader> CreateTraders(string kind, int first, int number) =>
        [.. Enumerable.Range(first, number).Select(i => DemoTrader.Create($"{kind} {i - first + 1}", i))];
}
