using Hypercall.Actors.Engine;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Engine;

/// <summary>Settings that code has made are looked at before there is an actor, and named.</summary>
public sealed class PartitionSettingsTests
{
    private static PartitionSettings Sound { get; } = HypercallSettings.Read(TestConfig.Memory()).For("main");

    [Fact]
    public void What_no_engine_runs_with_is_refused_by_name()
    {
        Refused("SnapshotsKept 0", Sound with { SnapshotsKept = 0 });
        Refused("SnapshotsKept 1001", Sound with { SnapshotsKept = 1_001 });
        Refused("MaxMessageBytes 0", Sound with { MaxMessageBytes = 0 });
        Refused("RingBatches -1", Sound with { RingBatches = -1 });
        Refused("RingBytes -1", Sound with { RingBytes = -1 });
        Refused("MinBackoff -1", Sound with { MinBackoff = TimeSpan.FromMilliseconds(-1) });
        Refused("MaxBackoff -1", Sound with { MaxBackoff = TimeSpan.FromMilliseconds(-1) });
        Refused("BackoffJitter 1.5", Sound with { BackoffJitter = 1.5 });
        Refused("BackoffJitter NaN", Sound with { BackoffJitter = double.NaN });
        Refused("MaxBatch 0", Sound with { Sequencer = Sound.Sequencer with { MaxBatch = 0 } });
    }

    [Fact]
    public void What_is_read_from_settings_is_sound() => Assert.NotNull(PartitionActor.Props(Sound));

    private static void Refused(string what, PartitionSettings settings) =>
        Assert.StartsWith(what, Assert.Throws<ArgumentException>(() => PartitionActor.Props(settings)).Message);
}
