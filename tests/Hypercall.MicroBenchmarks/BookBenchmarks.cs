using BenchmarkDotNet.Attributes;
using Hypercall.Benchmarks;
using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine.Domain;

namespace Hypercall.MicroBenchmarks;

/// <summary>The book alone, on a book of 20,000 orders over 200 levels: what one call costs.</summary>
[MemoryDiagnoser]
public class BookBenchmarks
{
    private const int Orders = 20_000;
    private const int LevelsPerSide = 100;
    private const long Middle = 10_000;

    private MatchingBook<HashedTrades> _book = new();
    private long _nextId;

    [GlobalSetup]
    public void Fill()
    {
        _book = new MatchingBook<HashedTrades>();
        _nextId = 0;
        for (int i = 0; i < Orders; i++)
        {
            Side side = i % 2 == 0 ? Side.Buy : Side.Sell;
            long distance = 1 + i / 2 % LevelsPerSide;
            Add(side, side == Side.Buy ? Middle - distance : Middle + distance, 10);
        }
    }

    /// <summary>A new order at the end of the best level, and its cancel.</summary>
    [Benchmark]
    public void AddAndCancel()
    {
        long id = Add(Side.Buy, Middle - 1, 10);
        _book.Apply(new WorkloadCommand(WorkloadAction.Cancel, Side.Buy, id, Middle - 1, 0, 1));
    }

    /// <summary>A new order, and an aggressor that takes exactly as much from the best level.</summary>
    [Benchmark]
    public void AddAndMatch()
    {
        Add(Side.Buy, Middle - 1, 10);
        _book.Apply(new WorkloadCommand(WorkloadAction.ImmediateOrCancel, Side.Sell, ++_nextId, Middle - 1, 10, 2));
    }

    private long Add(Side side, long ticks, long contracts)
    {
        _book.Apply(new WorkloadCommand(WorkloadAction.Limit, side, ++_nextId, ticks, contracts, 1));
        return _nextId;
    }
}
