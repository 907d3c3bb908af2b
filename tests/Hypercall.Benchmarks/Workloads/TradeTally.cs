using System.Runtime.CompilerServices;

namespace Hypercall.Benchmarks.Workloads;

/// <summary>
/// What a workload traded: number, size, notional, and a hash over every trade in order, as the workload generator
/// defines it (FNV-1a's step over maker, taker, price, size).
/// </summary>
public struct TradeTally
{
    private const ulong Prime = 1_099_511_628_211;
    private const ulong Offset = 1_469_598_103_934_665_603;

    public TradeTally()
    {
    }

    public long Trades { get; private set; }

    public long Contracts { get; private set; }

    public long NotionalTicks { get; private set; }

    public ulong Hash { get; private set; } = Offset;

    public void Add(long makerOrderId, long takerOrderId, long ticks, long contracts)
    {
        Count(contracts);
        NotionalTicks += ticks * contracts;
        unchecked
        {
            ulong hash = (Hash ^ (ulong)makerOrderId) * Prime;
            hash = (hash ^ (ulong)takerOrderId) * Prime;
            hash = (hash ^ (ulong)ticks) * Prime;
            Hash = (hash ^ (ulong)contracts) * Prime;
        }
    }

    /// <summary>Counts a trade without notional and hash: what a timed run does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(long contracts)
    {
        unchecked
        {
            Trades++;
            Contracts += contracts;
        }
    }

    /// <summary>The tally somebody else wrote down.</summary>
    public static TradeTally Recorded(long trades, long contracts, long notionalTicks, ulong hash) =>
        new() { Trades = trades, Contracts = contracts, NotionalTicks = notionalTicks, Hash = hash };

    public override readonly string ToString() => $"{Trades} trades, hash {Hash:x16}";
}
