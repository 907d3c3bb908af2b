namespace Hypercall.Testing.Twin;

/// <summary>What a stream is heavy on; drawn from its seed, so that each corner is deep in some streams.</summary>
internal sealed class StreamProfile(SeededRandom random)
{
    /// <summary>Chances of a thousand.</summary>
    public int Signed { get; } = random.Pick(100, 400, 900);

    public int WithRequestId { get; } = random.Pick(100, 400, 800);

    public int Retried { get; } = random.Pick(10, 60, 150);

    public int MmpFlag { get; } = random.Pick(50, 250, 600);

    public int ReduceOnlyFlag { get; } = random.Pick(50, 150, 400);

    public int FillOrKill { get; } = random.Pick(60, 150, 350);

    /// <summary>Chance that something about an order is wrong on purpose.</summary>
    public int Malformed { get; } = random.Pick(20, 60, 150);

    public int BulkWeight { get; } = random.Pick(10, 40, 200);

    public int LongJump { get; } = random.Pick(1, 3, 8);

    /// <summary>Chance of a jump of hours to four days: what is forgotten after days.</summary>
    public int DayJump { get; } = random.Pick(0, 0, 1, 6);

    /// <summary>0 none, 1 default, 2 rebate to makers, 3 rebate to takers, 4 odd rates, 5 rebate to both.</summary>
    public int Fees { get; } = (int)random.Below(6);

    /// <summary>Units of the smallest size and price steps instead of round ones.</summary>
    public bool Fine { get; } = random.PerMille(300);

    /// <summary>Sizes and prices up to the engine's limits.</summary>
    public bool Huge { get; } = random.PerMille(100);

    /// <summary>Chance of a thousand that a rule set has margin on.</summary>
    public int Margin { get; } = random.Pick(0, 0, 700, 950, 1_000);

    /// <summary>Strikes around the index, prices around the marks, and wallets near their limits.</summary>
    public bool NearTheMoney => Margin > 0 || _nearWithoutMargin;

    /// <summary>Rules of margin near the defaults instead of odd ones.</summary>
    public bool UsualMargin { get; } = random.PerMille(500);

    /// <summary>A third underlying that opens without index price or surface, with positions in it.</summary>
    public bool PartlyDark => Margin > 0 && _partlyDark;

    private readonly bool _nearWithoutMargin = random.PerMille(300);

    private readonly bool _partlyDark = random.PerMille(500);
}
