using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>One world's shape and how much goes wrong in it; drawn from its seed.</summary>
internal sealed record SimSettings
{
    public required SequencerOptions Options { get; init; }

    /// <summary>Batches that a host keeps for views that missed one.</summary>
    public int RingBatches { get; init; } = 256;

    public int Clients { get; init; } = 2;

    public int RequestsPerClient { get; init; } = 6;

    /// <summary>Until then things go wrong; afterwards all must become well.</summary>
    public long FaultsUntilMs { get; init; }

    /// <summary>Mean time between faults of the world (crashes, owners, clocks, damage).</summary>
    public int MeanFaultMs { get; init; } = 1_500;

    /// <summary>Writes and messages that go wrong, in percent.</summary>
    public int WriteFaultPercent { get; init; }

    public int MessageFaultPercent { get; init; }

    /// <summary>A command that the engine cannot apply, or 0.</summary>
    public long PoisonedSequence { get; init; }

    /// <summary>Entries of the outcome cache after a SetRules, or 0 for the default.</summary>
    public int OutcomeCache { get; init; }

    /// <summary>The effect in which the first host dies, counted from 1, or 0.</summary>
    public int CrashAtEffect { get; init; }

    /// <summary>True when that effect has been carried out before the host dies.</summary>
    public bool CrashAfterEffect { get; init; }

    /// <summary>Whether a write in flight survives that crash.</summary>
    public bool CrashKeepsWrite { get; init; }

    public static SimSettings FromSeed(TestRandom random)
    {
        bool calm = random.Percent(10);
        int outcomeCache = random.Percent(12) ? random.Between(1, 3) : 0;
        SequencerOptions options = SequencerHarness.Defaults with
        {
            QueueCapacity = random.Between(10, 40),
            MaxBatch = random.Between(1, 8),
            WriteTimeoutMs = 2_000,
            SnapshotEvery = random.Between(4, 25),
            SnapshotMinIntervalMs = random.Between(100, 2_000),
            SealIdleMs = random.Percent(30) ? random.Between(1, 40) : 0,
        };
        int ringBatches = random.Between(0, 8);
        return new SimSettings
        {
            Options = options with { LastRecordMayTear = random.Percent(50) },
            RingBatches = ringBatches,
            Clients = random.Between(1, 4),
            RequestsPerClient = random.Between(3, 12),
            FaultsUntilMs = random.Between(3_000, 12_000),
            MeanFaultMs = random.Between(400, 2_500),
            WriteFaultPercent = calm ? 0 : random.Between(0, 6),
            MessageFaultPercent = calm ? 0 : random.Between(0, 25),

            // Not together: a repetition whose outcome is forgotten and that is then skipped is remembered as Skipped.
            PoisonedSequence = outcomeCache == 0 && random.Percent(12) ? random.Between(3, 25) : 0,
            OutcomeCache = outcomeCache,
        };
    }
}
