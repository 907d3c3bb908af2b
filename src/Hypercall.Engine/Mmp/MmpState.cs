using Hypercall.Engine.Commands;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Mmp;

/// <summary>A fill that counts in a protection window.</summary>
internal readonly record struct MmpFillRecord(long TimestampMs, long QuantityUnits);

/// <summary>
/// Market-maker protection of one wallet on one underlying (engine.md §9): configuration, the fills in the window and
/// the freeze. Time enters only as an argument.
/// </summary>
internal sealed class MmpState
{
    /// <summary><see cref="FrozenUntilMs"/> of a freeze that only MmpReset ends.</summary>
    public const long UntilReset = long.MaxValue;

    private MmpFillRecord[] _ring = new MmpFillRecord[4];
    private int _head;

    public MmpState(int wallet, int underlying)
    {
        Wallet = wallet;
        Underlying = underlying;
    }

    public int Wallet { get; }

    public int Underlying { get; }

    public bool Enabled { get; set; }

    public long IntervalMs { get; set; }

    public long FrozenTimeMs { get; set; }

    public long? QuantityLimitUnits { get; set; }

    public long? DeltaLimitUnits { get; set; }

    public long? VegaLimitUnits { get; set; }

    /// <summary>The last accepted config nonce.</summary>
    public long ConfigNonce { get; set; }

    /// <summary>Exclusive end of the freeze, <see cref="UntilReset"/>, or 0 when there is none.</summary>
    public long FrozenUntilMs { get; set; }

    /// <summary>Number of fills in the window.</summary>
    public int FillCount { get; private set; }

    /// <summary>Sum of the quantities in the window.</summary>
    public Int128 TotalQuantityUnits { get; private set; }

    /// <summary>The fill at a rank, oldest first.</summary>
    public MmpFillRecord this[int rank] => _ring[(_head + rank) & (_ring.Length - 1)];

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
            TotalQuantityUnits -= this[0].QuantityUnits;
            _head = (_head + 1) & (_ring.Length - 1);
            FillCount--;
        }
    }

    /// <summary>Adds a fill at the end of the window.</summary>
    public void Record(long nowMs, long quantityUnits)
    {
        if (FillCount == _ring.Length)
            Grow();
        _ring[(_head + FillCount) & (_ring.Length - 1)] = new MmpFillRecord(nowMs, quantityUnits);
        FillCount++;
        TotalQuantityUnits += quantityUnits;
    }

    /// <summary>True when a total quantity breaches the limit.</summary>
    public bool IsBreach(Int128 totalQuantityUnits, MmpBreach breach) =>
        QuantityLimitUnits is { } limit
        && (breach == MmpBreach.Reaches ? totalQuantityUnits >= limit : totalQuantityUnits > limit);

    /// <summary>The sum that the window would have after pruning at <paramref name="nowMs"/>.</summary>
    public Int128 TotalAt(long nowMs, MmpWindow window)
    {
        if (window == MmpWindow.Fixed)
            return FillCount > 0 && nowMs - this[0].TimestampMs >= IntervalMs ? 0 : TotalQuantityUnits;
        Int128 total = TotalQuantityUnits;
        for (int i = 0; i < FillCount && nowMs - this[i].TimestampMs >= IntervalMs; i++)
            total -= this[i].QuantityUnits;
        return total;
    }

    /// <summary>Freezes from <paramref name="nowMs"/> and clears the window.</summary>
    public void Freeze(long nowMs)
    {
        ClearWindow();
        FrozenUntilMs = FrozenTimeMs == 0 ? UntilReset : Math.Min(nowMs + FrozenTimeMs, CommandEnvelope.MaxTimestampMs + 1);
    }

    /// <summary>Clears the window and ends the freeze.</summary>
    public void Reset()
    {
        ClearWindow();
        FrozenUntilMs = 0;
    }

    private void ClearWindow()
    {
        _head = 0;
        FillCount = 0;
        TotalQuantityUnits = 0;
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
