namespace Hypercall.Engine.State;

/// <summary>
/// Market-maker protection of one wallet on one underlying (engine.md §9): configuration, the fills in the window and
/// the freeze. Time enters only as an argument.
/// </summary>
internal sealed class MmpState(int wallet, int underlying)
{
    /// <summary><see cref="FrozenUntilMs"/> of a freeze that only MmpReset ends.</summary>
    public const long UntilReset = long.MaxValue;

    private MmpFillRecord[] _ring = new MmpFillRecord[4];
    private int _head;

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
    public MmpTotals Totals { get; private set; }

    /// <summary>The record at a rank, oldest first.</summary>
    public ref MmpFillRecord this[int rank] => ref _ring[(_head + rank) & (_ring.Length - 1)];

    public bool IsFrozen(long nowMs) => FrozenUntilMs > nowMs;

    /// <summary>
    /// Drops what has left the window: rolling, each fill when its age reaches the interval; fixed, all of them when
    /// the age of the first does.
    /// </summary>
    public void Prune(long nowMs, MmpWindow window)
    {
        if (window == MmpWindow.Fixed)
        {
            if (FillCount > 0 && nowMs - this[0].TimestampMs >= IntervalMs)
                ClearWindow();
            return;
        }

        while (FillCount > 0 && nowMs - this[0].TimestampMs >= IntervalMs)
        {
            Totals -= this[0].Counted;
            _head = (_head + 1) & (_ring.Length - 1);
            FillCount--;
        }
    }

    /// <summary>
    /// Adds a fill at the end of the window. Fills of one ms are one record; where there are more records than allowed,
    /// the oldest become one: of a rolling window with the later time, of a fixed one with the time that it opened at.
    /// </summary>
    public void Record(in MmpFillRecord fill, int maxRecords, MmpWindow window)
    {
        Totals += fill.Counted;
        if (FillCount > 0 && this[FillCount - 1].TimestampMs == fill.TimestampMs)
        {
            this[FillCount - 1] = this[FillCount - 1].With(fill);
            return;
        }

        if (FillCount == _ring.Length)
            Grow();
        FillCount++;
        this[FillCount - 1] = fill;
        while (FillCount > maxRecords)
            JoinOldest(window);
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
        if (window == MmpWindow.Fixed)
            return FillCount > 0 && nowMs - this[0].TimestampMs >= IntervalMs ? default : Totals;
        MmpTotals totals = Totals;
        for (int i = 0; i < FillCount && nowMs - this[i].TimestampMs >= IntervalMs; i++)
            totals -= this[i].Counted;
        return totals;
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

    private void JoinOldest(MmpWindow window)
    {
        MmpFillRecord oldest = this[0];
        MmpFillRecord joined = oldest.With(this[1]);
        this[1] = window == MmpWindow.Fixed ? joined with { TimestampMs = oldest.TimestampMs } : joined;
        _head = (_head + 1) & (_ring.Length - 1);
        FillCount--;
    }

    private void ClearWindow()
    {
        _head = 0;
        FillCount = 0;
        Totals = default;
    }

    private static bool IsBreach(Int128 total, Int128? limit, MmpBreach breach)
    {
        Int128 size = total < 0 ? -total : total;
        return breach == MmpBreach.Reaches ? size >= limit : size > limit;
    }

    private void Grow()
    {
        var ring = new MmpFillRecord[_ring.Length * 2];
        for (int i = 0; i < FillCount; i++)
            ring[i] = this[i];
        _ring = ring;
        _head = 0;
    }
}
