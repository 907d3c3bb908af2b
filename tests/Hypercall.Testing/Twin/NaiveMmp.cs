namespace Hypercall.Testing.Twin;

/// <summary>Market-maker protection of a wallet on an underlying: the plain list of fills that still count.</summary>
internal sealed class NaiveMmp
{
    /// <summary>A freeze that would end after all time ends right after it (project rule).</summary>
    private const long LastInstant = CommandEnvelope.MaxTimestampMs + 1;

    public required string Underlying { get; init; }
    public bool Enabled { get; set; }
    public long IntervalMs { get; set; }
    public long FrozenTimeMs { get; set; }
    public long? QuantityLimit { get; set; }

    /// <summary>Of 8 decimals, as the config has it; totals have 14.</summary>
    public long? DeltaLimit { get; set; }

    /// <summary>As <see cref="DeltaLimit"/>.</summary>
    public long? VegaLimit { get; set; }

    public long ConfigNonce { get; set; }
    public bool FrozenUntilReset { get; private set; }
    public long FrozenUntil { get; private set; }
    public List<NaiveMmpFill> Fills { get; private set; } = [];

    public bool IsFrozen(long now) => FrozenUntilReset || FrozenUntil > now;

    /// <summary>Counts a fill.</summary>
    /// <returns>The limit that it breaches, if any; then the window is empty and the freeze set.</returns>
    public MmpCause? Fill(RuleSet rules, NaiveMmpFill fill, Action<string> reach)
    {
        if (rules.Mmp.Window == MmpWindow.Rolling)
            Fills.RemoveAll(f => fill.Time - f.Time >= IntervalMs);
        else if (Fills.Count > 0 && fill.Time - Fills[0].Time >= IntervalMs)
            Fills.Clear();
        Keep(fill, rules, reach);
        MmpCause? cause = Cause(rules.Mmp.Breach, fill);
        if (cause is null)
            return null;
        Fills.Clear();
        FrozenUntilReset = FrozenTimeMs == 0;
        FrozenUntil = FrozenUntilReset ? 0 : (long)BigInteger.Min((BigInteger)fill.Time + FrozenTimeMs, LastInstant);
        return cause;
    }

    /// <summary>
    /// Fills of one millisecond are one record; of too many the two oldest become one, which ends no fixed window later.
    /// </summary>
    private void Keep(NaiveMmpFill fill, RuleSet rules, Action<string> reach)
    {
        if (Fills.Count > 0 && Fills[^1].Time == fill.Time)
        {
            Fills[^1] = Fills[^1].And(fill);
            reach("mmp fills of one millisecond");
            return;
        }

        Fills.Add(fill);
        while (Fills.Count > rules.MaxMmpRecords)
        {
            bool isFixed = rules.Mmp.Window == MmpWindow.Fixed;
            NaiveMmpFill both = Fills[0].And(Fills[1]);
            Fills[1] = isFixed ? both with { Time = Fills[0].Time } : both;
            Fills.RemoveAt(0);
            reach(isFixed ? "mmp records of a fixed window become one" : "mmp records become one");
        }
    }

    private MmpCause? Cause(MmpBreach breach, NaiveMmpFill fill)
    {
        if (Breaches(breach, Total(f => f.Quantity), QuantityLimit))
            return MmpCause.Quantity;
        if (!fill.HasGreeks && (DeltaLimit is not null || VegaLimit is not null))
            return MmpCause.GreeksUnavailable;
        if (Breaches(breach, Total(f => f.Delta), DeltaLimit * NaiveMath.CashPerEightDecimals))
            return MmpCause.Delta;
        return Breaches(breach, Total(f => f.Vega), VegaLimit * NaiveMath.CashPerEightDecimals) ? MmpCause.Vega : null;
    }

    private BigInteger Total(Func<NaiveMmpFill, BigInteger> of)
    {
        BigInteger total = 0;
        foreach (NaiveMmpFill fill in Fills)
            total += of(fill);
        return BigInteger.Abs(total);
    }

    private static bool Breaches(MmpBreach breach, BigInteger total, BigInteger? limit) =>
        breach == MmpBreach.Exceeds ? total > limit : total >= limit;

    public void Clear()
    {
        Fills.Clear();
        FrozenUntilReset = false;
        FrozenUntil = 0;
    }

    public NaiveMmp Copy()
    {
        var copy = (NaiveMmp)MemberwiseClone();
        copy.Fills = [.. Fills];
        return copy;
    }
}
