using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Rules;

namespace Hypercall.Engine.Tests.Twin;

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
    public long ConfigNonce { get; set; }
    public bool FrozenUntilReset { get; private set; }
    public long FrozenUntil { get; private set; }
    public List<(long Time, long Quantity)> Fills { get; private set; } = [];

    public bool IsFrozen(long now) => FrozenUntilReset || FrozenUntil > now;

    /// <summary>Counts a fill.</summary>
    /// <returns>True when it breaches the limit; then the window is empty and the freeze set.</returns>
    public bool Fill(MmpRules rules, long now, long quantity)
    {
        if (rules.Window == MmpWindow.Rolling)
            Fills.RemoveAll(f => now - f.Time >= IntervalMs);
        else if (Fills.Count > 0 && now - Fills[0].Time >= IntervalMs)
            Fills.Clear();
        Fills.Add((now, quantity));
        var total = new BigInteger(0);
        foreach ((long _, long filled) in Fills)
            total += filled;
        bool breach = rules.Breach == MmpBreach.Exceeds ? total > QuantityLimit : total >= QuantityLimit;
        if (QuantityLimit is null || !breach)
            return false;
        Fills.Clear();
        FrozenUntilReset = FrozenTimeMs == 0;
        FrozenUntil = FrozenUntilReset ? 0 : (long)BigInteger.Min((BigInteger)now + FrozenTimeMs, LastInstant);
        return true;
    }

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
