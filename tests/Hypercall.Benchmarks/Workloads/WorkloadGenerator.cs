using Hypercall.Engine.Domain;

namespace Hypercall.Benchmarks.Workloads;

/// <summary>
/// Makes matching workloads from a seed: limit orders scattered around a slowly wandering middle, cancels of random
/// live orders, ioc orders that end inside one of the first three levels. Buyers and sellers are different accounts,
/// so that no self trade occurs.
/// </summary>
public sealed class WorkloadGenerator
{
    private const int LimitPercent = 60;
    private const int CancelPercent = 30;
    private const int AtTouchPercent = 3;
    private const int AccountsPerSide = 500;
    private const int MaxContracts = 100;
    private const int MaxIocLevels = 3;
    private const int WanderEvery = 400;
    private const long Middle = 10_000;
    private const long MiddleRange = 40;
    private const long PriceRange = 500;
    private const int Spread = 120;

    private readonly SeededRandom _random;
    private readonly WorkloadShape _shape;
    private readonly ReferenceBook _book = new();
    private long _middle = Middle;
    private long _nextOrderId = 1;

    private WorkloadGenerator(WorkloadShape shape, ulong seed)
    {
        _shape = shape;
        _random = new SeededRandom(seed);
    }

    /// <summary>The workload of a shape, size and seed.</summary>
    public static Workload Generate(WorkloadShape shape, int count, ulong seed)
    {
        var generator = new WorkloadGenerator(shape, seed);
        var commands = new WorkloadCommand[count];
        for (int i = 0; i < count; i++)
        {
            if (i % WanderEvery == 0)
                generator.Wander();
            commands[i] = generator.Next();
        }

        return new Workload(shape.Name, commands, generator._book.Tally);
    }

    private void Wander() =>
        _middle = Math.Clamp(_middle + _random.Below(3) - 1, Middle - MiddleRange, Middle + MiddleRange);

    private WorkloadCommand Next()
    {
        Side side = _random.Below(2) == 0 ? Side.Buy : Side.Sell;
        int account = _random.Below(AccountsPerSide) + (side == Side.Buy ? 1 : 1 + AccountsPerSide);
        WorkloadAction action = ChooseAction(side);
        if (action == WorkloadAction.Cancel)
            return Cancel();
        WorkloadCommand order = action == WorkloadAction.Limit ? Limit(side, account) : Ioc(side, account);
        _book.Apply(order);
        return order;
    }

    private WorkloadAction ChooseAction(Side side)
    {
        int draw = _random.Below(100);
        if (_book.LiveCount == 0 || draw < LimitPercent)
            return _book.LiveCount >= _shape.MaxLive ? WorkloadAction.Cancel : WorkloadAction.Limit;
        if (draw < LimitPercent + CancelPercent)
            return WorkloadAction.Cancel;
        return _book.IsEmpty(Sides.Opposite(side)) ? WorkloadAction.Limit : WorkloadAction.ImmediateOrCancel;
    }

    private WorkloadCommand Cancel()
    {
        RestingOrder order = _book.LiveAt(_random.Below(_book.LiveCount));
        _book.Remove(order);
        return new WorkloadCommand(WorkloadAction.Cancel, order.Side, order.Id, order.Ticks, 0, order.Account);
    }

    private WorkloadCommand Limit(Side side, int account)
    {
        long distance = 1 + Math.Abs(NormalLike());
        long ticks = side == Side.Buy ? _middle - distance : _middle + distance;
        ticks = Math.Clamp(ticks, Middle - PriceRange, Middle + PriceRange);
        if (_random.Chance(AtTouchPercent) && !_book.IsEmpty(Sides.Opposite(side)))
            ticks = _book.Best(Sides.Opposite(side), 1).First().Ticks;
        return new WorkloadCommand(
            WorkloadAction.Limit, side, _nextOrderId++, ticks, 1 + _random.Below(MaxContracts), account);
    }

    private WorkloadCommand Ioc(Side side, int account)
    {
        List<(long Ticks, long Contracts)> levels =
            _book.Best(Sides.Opposite(side), 1 + _random.Below(MaxIocLevels)).ToList();
        long before = levels.SkipLast(1).Sum(level => level.Contracts);
        (long ticks, long last) = levels[^1];
        long contracts = before + 1 + _random.Below((int)last);
        return new WorkloadCommand(
            WorkloadAction.ImmediateOrCancel, side, _nextOrderId++, ticks, contracts, account);
    }

    /// <summary>A sum of four uniform draws: close to normal, integer only.</summary>
    private long NormalLike()
    {
        const int range = 1_000;
        const int sumDeviation = 1_155;
        long sum = 0;
        for (int i = 0; i < 4; i++)
            sum += _random.Below(2 * range + 1) - range;
        return sum * Spread / sumDeviation;
    }
}
