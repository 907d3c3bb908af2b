using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>One scenario without other faults, and the host dies once in every effect it ever asks for.</summary>
public sealed class CrashAtEveryStepTests
{
    private const ulong Seed = 4_711;

    private static readonly SimSettings Scenario = new()
    {
        Options = SequencerHarness.Defaults with
        {
            QueueCapacity = 20,
            MaxBatch = 3,
            SnapshotEvery = 5,
            SnapshotMinIntervalMs = 50,
            LastRecordMayTear = true,
        },
        Clients = 2,
        RequestsPerClient = 8,
        FaultsUntilMs = 1_500,
    };

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Nothing_is_lost_or_doubled_wherever_it_dies(bool afterEffect, bool keepsWrite)
    {
        int effects = EffectsWithoutCrash();
        Assert.True(effects > 60, $"only {effects} effects");
        for (int effect = 1; effect <= effects; effect++)
        {
            SimSettings settings = Scenario with
            {
                CrashAtEffect = effect,
                CrashAfterEffect = afterEffect,
                CrashKeepsWrite = keepsWrite,
            };
            Exception? failure = Record.Exception(() => new SimWorld(settings, Seed, new FaultCounts()).Run());
            Assert.True(failure is null, $"crash in effect {effect} of seed {Seed}: {failure}");
        }
    }

    private static int EffectsWithoutCrash()
    {
        var world = new SimWorld(Scenario with { MeanFaultMs = 0 }, Seed, new FaultCounts());
        world.Run();
        return world.Effects;
    }
}
