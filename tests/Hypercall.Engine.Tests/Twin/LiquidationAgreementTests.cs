using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// The engine against its naive twin where it matters most that both read risk.md B alike: on streams made to end in
/// liquidation.
/// </summary>
public sealed class LiquidationAgreementTests
{
    private const int FirstSeed = 5_000;
    private const int Streams = 600;
    private const int Commands = 220;

    private static readonly string[] Required =
    [
        "grace ends healthy", "grace put off", "grace takes effect in spite of a halt",
        "partial entered", "partial recovers", "partial recovers by its order", "partial escalates",
        "partial becomes full with nothing left", "liquidation order takes", "liquidation order rests",
        "liquidation order would not help",
        "liquidation passes over what cannot trade", "worsening bounded by own equity", "liquidation fee",
        "auction Started with own equity", "auction Started without own equity",
        "auction put off", "auction Recovered", "auction recovered when examined", "auction Stopped",
        "auction Expired", "auction won", "auction won, covered", "full without auction", "full without auction waits",
        "lambda", "lambda zero", "entry holds deleveraging back", "deleveraging goes on later",
        "deleveraging leaves a position", "deleveraging cancels", "second deleveraging passed over",
        "bid for an auction that waits for its end",
        "due steps left", "covered in Full", "operator ends Partial by Healthy",
        "operator ends Full by InLiquidation", "operator ends Full by PreLiquidation",
    ];

    [Fact]
    public void Engine_and_twin_agree_to_the_end_of_every_liquidation()
    {
        HashSet<string> reached = [];
        int streams = StreamShare.Of(Streams);
        for (int seed = FirstSeed; seed < FirstSeed + streams; seed++)
            reached.UnionWith(TwinAgreement.RunLiquidation(seed, Commands));
        if (StreamShare.IsWhole)
            Assert.True(!Required.Except(reached).Any(), $"not reached: {string.Join(", ", Required.Except(reached))}");
    }
}
