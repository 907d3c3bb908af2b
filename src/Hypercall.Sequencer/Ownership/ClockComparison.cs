namespace Hypercall.Sequencer.Ownership;

/// <summary>
/// Compares a host's wall clock with those of others. It is right while more than half of all clocks, its own among
/// them, agree with it: where it and another one differ and there is no third, nobody knows who is right.
/// </summary>
/// <param name="mostDifferenceMs">How far two clocks may be apart.</param>
public sealed class ClockComparison(long mostDifferenceMs)
{
    private int _agreeing = 1;
    private int _all = 1;
    private long _farthestMs;

    /// <summary>True while the clock may stamp commands.</summary>
    public bool IsSound => 2 * _agreeing > _all;

    /// <summary>True when others have said so.</summary>
    public bool IsConfirmed => IsSound && _agreeing > 1;

    /// <summary>Takes another clock, read while a question to it was on its way.</summary>
    /// <param name="otherWallMs">What it showed.</param>
    /// <param name="askedWallMs">The own clock when it was asked.</param>
    /// <param name="answeredWallMs">The own clock when the answer was there: the truth lies anywhere between.</param>
    public void Add(long otherWallMs, long askedWallMs, long answeredWallMs)
    {
        long aheadMs = Math.Max(0, otherWallMs - Math.Max(askedWallMs, answeredWallMs));
        long behindMs = Math.Max(0, Math.Min(askedWallMs, answeredWallMs) - otherWallMs);
        long differenceMs = aheadMs > 0 ? aheadMs : -behindMs;
        if (Math.Abs(differenceMs) > Math.Abs(_farthestMs))
            _farthestMs = differenceMs;
        _all++;
        if (Math.Abs(differenceMs) <= mostDifferenceMs)
            _agreeing++;
    }

    /// <summary>A sentence for logs and health.</summary>
    public string Describe() =>
        $"{_all - _agreeing} of {_all - 1} other clocks differ by more than {mostDifferenceMs} ms, one of them is "
        + $"{Math.Abs(_farthestMs)} ms {(_farthestMs > 0 ? "ahead of" : "behind")} this host's";
}
