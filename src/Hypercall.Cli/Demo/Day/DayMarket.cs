using Hypercall.Benchmarks.Workloads;

namespace Hypercall.Cli.Demo.Day;

/// <summary>
/// The commands of the demonstration's day: three times a minute index prices, volatilities, quotes and orders, now and
/// then a request for quote, and what the schedule says. Everything follows from the seed.
/// </summary>
internal sealed class DayMarket(ulong seed) : ICommandSource
{
    private const int PartsPerMinute = 3;
    private const long StepMs = 20;
    private const int OrdersPerPart = 2;
    private const int RequestEvery = 5;
    private const int SweepEvery = 45;
    private const int SweepOrders = 12;
    private const int SellEvery = 5;
    private static readonly int SellFrom = DayClock.At(9, 0);
    private static readonly int SellUntil = DayClock.At(13, 30);

    private readonly DayTraders _traders = DayTraders.Instance;
    private int _minute;
    private long _nowMs;
    private long _row;

    public double Fraction => (double)_minute / DayClock.Minutes;

    public IReadOnlyList<KeyValuePair<string, long>> Counts => [];

    public IEnumerable<InputCommand> Read()
    {
        var day = new Day(seed);
        _nowMs = DayClock.StartMs;
        _row = 0;
        foreach (EngineCommand command in day.Schedule.Opening())
            yield return Next(command);
        for (_minute = 0; _minute < DayClock.Minutes; _minute++)
        {
            for (int part = 0; part < PartsPerMinute; part++)
            {
                _nowMs = Math.Max(
                    _nowMs, DayClock.StartMs + (_minute * PartsPerMinute + part) * DayClock.MinuteMs / PartsPerMinute);
                foreach (EngineCommand command in Commands(day, part))
                    yield return Next(command);
            }
        }
    }

    private IEnumerable<EngineCommand> Commands(Day day, int part)
    {
        IEnumerable<EngineCommand> data = Data(day, part);
        return part switch
        {
            0 => data.Concat(day.Schedule.At(_minute, _nowMs)).Concat(Quote(day, 0)).Concat(Orders(day)),
            1 => data.Concat(Quote(day, 1)).Concat(Orders(day)).Concat(Sellers(day)),
            _ => data.Concat(Orders(day)).Concat(Requests(day)).Append(new Tick()),
        };
    }

    /// <summary>Index prices, and the smiles of one expiry.</summary>
    private IEnumerable<EngineCommand> Data(Day day, int part)
    {
        double minute = _minute + (double)part / PartsPerMinute;
        day.BtcCourse.Move(day.Btc, minute);
        day.EthCourse.Move(day.Eth, minute);
        yield return new PriceUpdate(
        [
            new IndexPrice(day.Btc.Name, new Price(day.Btc.IndexUnits)),
            new IndexPrice(day.Eth.Name, new Price(day.Eth.IndexUnits)),
        ]);
        yield return day.Btc.Smile(part);
        yield return day.Eth.Smile(part);
    }

    /// <summary>One of two makers in turn quotes one expiry; every maker comes to every expiry.</summary>
    private IEnumerable<EngineCommand> Quote(Day day, int pair)
    {
        int turn = _minute / 2;
        DayTrader maker = _traders.Makers[2 * pair + _minute % 2];
        DemoUnderlying underlying = turn % 2 == 0 ? day.Btc : day.Eth;
        yield return day.Orders.Quote(maker.Wallet, underlying, turn / 2 % underlying.ExpiryCount, _nowMs);
    }

    private IEnumerable<EngineCommand> Orders(Day day)
    {
        bool isCrash = _minute is >= DayClock.CrashBegins and < DayClock.CrashEnds + 15;
        bool isSweep = _minute % SweepEvery == 0;
        for (int count = isSweep ? SweepOrders : OrdersPerPart; count > 0; count--)
        {
            DayTrader taker = _traders.Takers[day.Random.Below(_traders.Takers.Length)];
            DemoUnderlying underlying = isSweep || day.Random.Below(2) == 0 ? day.Eth : day.Btc;
            int expiry = day.Random.Below(underlying.ExpiryCount);
            yield return day.Orders.Take(taker.Wallet, underlying, expiry, isCrash ? 80 : 50, _nowMs);
        }
    }

    /// <summary>The sellers sell puts until their margin is used up, and go on trying.</summary>
    private IEnumerable<EngineCommand> Sellers(Day day)
    {
        if (_minute < SellFrom || _minute >= SellUntil || _minute % SellEvery != 0)
            yield break;
        DemoOption today = day.Eth.OptionAt(0, 100, OptionType.Put);
        DemoOption later = day.Btc.OptionAt(1, 95, OptionType.Put);
        yield return Sell(_traders.StandardSeller, day.Eth, today);
        yield return Sell(_traders.PortfolioSeller, day.Eth, today);
        yield return Sell(_traders.LongDatedSeller, day.Btc, later);
        yield return Sell(_traders.RescuedSeller, day.Btc, later);
    }

    private PlaceOrder Sell(DayTrader seller, DemoUnderlying underlying, in DemoOption option) =>
        DemoOrders.Order(seller.Wallet, underlying, option, Side.Sell, beyond: 60, units: 10, TimeInForce.Ioc, _nowMs);

    private IEnumerable<EngineCommand> Requests(Day day)
    {
        if (_minute % RequestEvery != 0)
            yield break;
        DayTrader taker = _traders.Takers[day.Random.Below(_traders.Takers.Length)];
        DayTrader maker = _traders.Makers[day.Random.Below(_traders.Makers.Length)];
        DemoUnderlying underlying = day.Random.Below(2) == 0 ? day.Btc : day.Eth;
        yield return day.Orders.Request(_minute / RequestEvery, taker.Wallet, maker.Wallet, underlying, _nowMs);
    }

    /// <summary>Each command has a time of its own.</summary>
    private InputCommand Next(EngineCommand command)
    {
        InputCommand next = InputCommand.Trusted(++_row, _nowMs, command);
        _nowMs += StepMs;
        return next;
    }

    /// <summary>What one reading works with, from its start.</summary>
    private sealed class Day
    {
        public Day(ulong seed)
        {
            Random = new SeededRandom(seed);
            BtcCourse = new DayCourse(Random);
            EthCourse = new DayCourse(Random);
            Orders = new DemoOrders(Random);
            Schedule = new DaySchedule(Btc, Eth);
        }

        public SeededRandom Random { get; }

        public DemoUnderlying Btc { get; } = Listed(
            "BTC", 100_000, DayClock.At(8, 0), new Quantity(Quantity.UnitsPerContract / 20));

        public DemoUnderlying Eth { get; } = Listed("ETH", 3_000, DayClock.At(20, 0), Quantity.FromContracts(1));

        public DayCourse BtcCourse { get; }

        public DayCourse EthCourse { get; }

        public DemoOrders Orders { get; }

        public DaySchedule Schedule { get; }

        private static DemoUnderlying Listed(string name, long startUsdc, int expiryMinutes, Quantity sizeUnit) => new(
            name, startUsdc, expiryMinutes, sizeUnit, [90, 95, 100, 105, 110],
            [DayClock.Today, 20_260_109, 20_260_130]);
    }
}
