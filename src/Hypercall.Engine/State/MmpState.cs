namespace Hypercall.Engine.State;

/// <summary>
/// Market-maker protection of one wallet on one underlying (engine.md §9): configuration, the fills in the window and
/// the freeze. Time enters only as an argument. Each record has the sum of all fills up to its own, so that what has
/// left the window is found by a search and taken off at once, however much it is.
/// </summary>
internal sealed class MmpState(int wallet, int underlying)
{
    /// <summary><see cref="FrozenUntilMs"/> of a freeze that only MmpReset ends.</summary>
    public const long UntilReset = long.MaxValue;

    private Entry[] _ring = new Entry[4];
    private int _head;

    /// <summary>Sums over all fills since the window was cleared.</summary>
    private MmpTotals _sum;

    /// <summary>Sums over those of them that have left it.</summary>
    private MmpTotals _left;

    /// <summary>A record of the window.</summary>
    private struct Entry
    {
        public long TimestampMs;

        /// <summary>Sums over all fills since the window was cleared, up to this record's.</summary>
        public MmpTotals Sum;
    }

    public int Wallet { get; } = wallet;

    public int Underlying { get; } = underlying;

    public bool Enabled { get; set; }

    public long IntervalMs { get; set; }

    public long FrozenTimeMs { get; set; }

    public long? QuantityLimitUnits { get; set; }

    /// <summary>Limit of |Σ delta| in units of 1e-8.</summary>
    public long? DeltaLimitUnits { get; set; }

    /// <summary>Limit of |Σ vega| in units of 1e-8 USDC.</summary>
    public long? VegaLimitUnits { get; set; }

    /// <summary>The last accepted config nonce.</summary>
    public long ConfigNonce { get; set; }

    /// <summary>Exclusive end of the freeze, <see cref="UntilReset"/>, or 0 when there is none.</summary>
    public long FrozenUntilMs { get; set; }

    /// <summary>Number of records in the window.</summary>
    public int FillCount { get; private set; }

    /// <summary>Sums over the records in the window.</summary>
    public MmpTotals Totals => _sum - _left;

    /// <summary>
    /// Records whose age has been looked at, all together: shows how that work grows, without a clock.
    /// </summary>
    public long Looks { get; private set; }

    /// <summary>The record at a rank, oldest first.</summary>
    public MmpFillRecord this[int rank] =>
        new(At(rank).TimestampMs, At(rank).Sum - (rank == 0 ? _left : At(rank - 1).Sum));

    public bool IsFrozen(long nowMs) => FrozenUntilMs > nowMs;

    /// <summary>
    /// Drops what has left the window: rolling, each fill when its age reaches the interval; fixed, all of them when
    /// the age of the first does.
    /// </summary>
    public void Prune(long nowMs, MmpWindow window)
    {
        int outdated = CountOutdated(nowMs, window);
        if (outdated == 0)
            return;
        _left = At(outdated - 1).Sum;
        DropOldest(outdated);
    }

    /// <summary>
    /// Adds a fill at the end of the window. Fills of one ms are one record; where there are more records than allowed,
    /// the oldest become one: of a rolling window with the later time, of a fixed one with the time that it opened at.
    /// </summary>
    public void Record(in MmpFillRecord fill, int maxRecords, MmpWindow window)
    {
        _sum += fill.Counted;
        if (FillCount > 0 && At(FillCount - 1).TimestampMs == fill.TimestampMs)
        {
            At(FillCount - 1).Sum = _sum;
            return;
        }

        if (FillCount == _ring.Length)
            Grow();
        FillCount++;
        At(FillCount - 1) = new Entry { TimestampMs = fill.TimestampMs, Sum = _sum };
        if (FillCount > maxRecords)
            JoinOldest(FillCount - maxRecords, window);
    }

    /// <summary>
    /// Which limit totals breach, the first in the order quantity, missing greeks, delta, vega; null for none.
    /// </summary>
    /// <param name="totals">Sums of a window whose last fill is the one in question.</param>
    /// <param name="hasGreeks">False when that fill's greeks could not be had.</param>
    /// <param name="breach">Whether a limit must be exceeded or reached.</param>
    public MmpCause? FindBreach(in MmpTotals totals, bool hasGreeks, MmpBreach breach)
    {
        if (IsBreach(totals.QuantityUnits, QuantityLimitUnits, breach))
            return MmpCause.Quantity;
        if (!hasGreeks && (DeltaLimitUnits is not null || VegaLimitUnits is not null))
            return MmpCause.GreeksUnavailable;
        if (IsBreach(totals.DeltaUnits, DeltaLimitUnits * (Int128)Quantity.UnitsPerContract, breach))
            return MmpCause.Delta;
        return IsBreach(totals.VegaUnits, VegaLimitUnits * (Int128)Quantity.UnitsPerContract, breach)
            ? MmpCause.Vega
            : null;
    }

    /// <summary>The sums that the window would have after pruning at <paramref name="nowMs"/>.</summary>
    public MmpTotals TotalsAt(long nowMs, MmpWindow window)
    {
        int outdated = CountOutdated(nowMs, window);
        return outdated == 0 ? Totals : _sum - At(outdated - 1).Sum;
    }

    /// <summary>Exclusive end of a freeze that begins now, or <see cref="UntilReset"/>.</summary>
    public long FreezeEndMs(long nowMs) => FrozenTimeMs == 0
        ? UntilReset
        : Math.Min(nowMs + FrozenTimeMs, CommandEnvelope.MaxTimestampMs + 1);

    /// <summary>Takes over a configuration.</summary>
    public void Configure(MmpConfigUpdate command)
    {
        Enabled = command.Enabled;
        IntervalMs = command.IntervalMs;
        FrozenTimeMs = command.FrozenTimeMs;
        QuantityLimitUnits = command.QuantityLimit?.Units;
        DeltaLimitUnits = command.DeltaLimitUnits;
        VegaLimitUnits = command.VegaLimitUnits;
        ConfigNonce = command.ConfigNonce;
    }

    /// <summary>Freezes from <paramref name="nowMs"/> and clears the window.</summary>
    public void Freeze(long nowMs)
    {
        ClearWindow();
        FrozenUntilMs = FreezeEndMs(nowMs);
    }

    /// <summary>Clears the window and ends the freeze.</summary>
    public void Reset()
    {
        ClearWindow();
        FrozenUntilMs = 0;
    }

    /// <summary>
    /// How many records have left the window: all before the first one that has not. Mostly that are few, so it is
    /// searched for from the oldest on, in steps that double.
    /// </summary>
    private int CountOutdated(long nowMs, MmpWindow window)
    {
        if (FillCount == 0 || !IsOutdated(0, nowMs))
            return 0;
        if (window == MmpWindow.Fixed)
            return FillCount;
        int outdated = 1;
        int next = 2;
        for (; next <= FillCount && IsOutdated(next - 1, nowMs); next *= 2)
            outdated = next;
        int last = Math.Min(next - 1, FillCount);
        while (outdated < last)
        {
            int middle = (outdated + last) / 2;
            if (IsOutdated(middle, nowMs))
                outdated = middle + 1;
            else
                last = middle;
        }

        return outdated;
    }

    private bool IsOutdated(int rank, long nowMs)
    {
        Looks++;
        return nowMs - At(rank).TimestampMs >= IntervalMs;
    }

    private ref Entry At(int rank) => ref _ring[(_head + rank) & (_ring.Length - 1)];

    /// <summary>Has the oldest records be one with the record behind them.</summary>
    private void JoinOldest(int count, MmpWindow window)
    {
        long openedMs = At(0).TimestampMs;
        DropOldest(count);
        if (window == MmpWindow.Fixed)
            At(0).TimestampMs = openedMs;
    }

    private void DropOldest(int count)
    {
        _head = (_head + count) & (_ring.Length - 1);
        FillCount -= count;
    }

    private void ClearWindow()
    {
        _head = 0;
        FillCount = 0;
        _sum = default;
        _left = default;
    }

    private static bool IsBreach(Int128 total, Int128? limit, MmpBreach breach)
    {
        Int128 size = total < 0 ? -total : total;
        return breach == MmpBreach.Reaches ? size >= limit : size > limit;
    }

    private void Grow()
    {
        var ring = new Entry[_ring.Length * 2];
        for (int i = 0; i < FillCount; i++)
            ring[i] = At(i);
        _ring = ring;
        _head = 0;
    }
}
