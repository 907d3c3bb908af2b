using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Benchmarks;

/// <summary>
/// Seeded load on a venue of many instruments and wallets (M6, M7): limit orders, cancels and ioc orders, instruments
/// and wallets drawn by Zipf. It predicts the engine's order ids, so every command must be accepted or name an order
/// that has gone.
/// </summary>
internal sealed class VenueLoad
{
    private const long StartMs = 1_767_225_600_000;
    private const int CommandsPerMs = 10;
    private const int RecentOrders = 4_096;
    private const int MiddleTicks = 1_000;
    private const int MaxDistanceTicks = 50;
    private const long TickUnits = Price.UnitsPerUsdc / 100;

    private readonly SeededRandom _random;
    private readonly ZipfDistribution _instruments;
    private readonly ZipfDistribution _wallets;
    private readonly string[] _symbols;
    private readonly (long Id, int Wallet)[] _recent = new (long, int)[RecentOrders];
    private readonly int _walletCount;
    private long _orders;

    public VenueLoad(int instruments, int wallets, ulong seed)
    {
        _random = new SeededRandom(seed);
        _instruments = new ZipfDistribution(instruments);
        _wallets = new ZipfDistribution(wallets);
        _walletCount = wallets;
        _symbols = [.. Enumerable.Range(0, instruments).Select(
            i => $"ETH-20301227-{1_000 + i / 2}-{(i % 2 == 0 ? 'C' : 'P')}")];
    }

    /// <summary>Rules, instruments, the index price and a deposit for each wallet.</summary>
    public IEnumerable<EngineCommand> Opening()
    {
        yield return new SetRules(WorkloadVenue.Rules);
        foreach (string symbol in _symbols)
            yield return new MarketAction(MarketActionKind.Create, symbol);
        yield return new PriceUpdate([new IndexPrice("ETH", Price.FromUsdc(3_000))]);
        for (int wallet = 0; wallet < _walletCount; wallet++)
            yield return new DepositUpdate(Address(wallet), Cash.FromUsdc(1_000_000), "bench", wallet + 1);
    }

    /// <summary>The envelope of a command at its place.</summary>
    public static CommandEnvelope Envelope(long sequence, EngineCommand command) =>
        CommandEnvelope.Trusted(sequence, StartMs + sequence / CommandsPerMs, command);

    /// <summary>A resting order away from the middle, so that it does not trade.</summary>
    public EngineCommand NextResting() => Order(TimeInForce.Gtc, crosses: false);

    /// <summary>60 % limit orders (some cross), 30 % cancels, 10 % ioc orders.</summary>
    public EngineCommand Next()
    {
        int draw = _random.Below(100);
        if (draw < 60 || _orders == 0)
            return Order(TimeInForce.Gtc, crosses: _random.Chance(10));
        if (draw >= 90)
            return Order(TimeInForce.Ioc, crosses: true);
        (long id, int wallet) = _recent[_random.Below((int)Math.Min(_orders, RecentOrders))];
        return new CancelOrder(Address(wallet), OrderReference.ById(id));
    }

    private PlaceOrder Order(TimeInForce timeInForce, bool crosses)
    {
        int wallet = _wallets.Draw(_random);
        Side side = _random.Below(2) == 0 ? Side.Buy : Side.Sell;
        int distance = 1 + _random.Below(MaxDistanceTicks);
        bool below = side == Side.Buy != crosses;
        _orders++;
        if (timeInForce == TimeInForce.Gtc)
            _recent[_orders % RecentOrders] = (_orders, wallet);
        return new PlaceOrder(Address(wallet), new OrderTerms(
            _symbols[_instruments.Draw(_random)],
            side,
            new Price((MiddleTicks + (below ? -distance : distance)) * TickUnits),
            Quantity.FromContracts(1 + _random.Below(10)),
            timeInForce));
    }

    private static WalletAddress Address(int wallet) => WalletAddress.FromNumber((ulong)wallet + 1);
}
