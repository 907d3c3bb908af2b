using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Faults;

/// <summary>A test's actor system on a <see cref="RowStore"/>, and more systems on the same one.</summary>
public abstract class FaultTestKit : EngineTestKit
{
    /// <summary>The settings of a system on a <see cref="RowStore"/>.</summary>
    internal const string Plugins =
        """
        hypercall.journal.plugin = hypercall.journal.rows
        hypercall.journal.snapshot-plugin = hypercall.snapshots.rows
        hypercall.journal.rows.class = "Hypercall.Actors.Tests.Faults.RowJournal, Hypercall.Akka.Tests"
        hypercall.journal.rows.replay-filter.mode = off
        hypercall.snapshots.rows.class = "Hypercall.Actors.Tests.Faults.RowSnapshotStore, Hypercall.Akka.Tests"
        """;

    protected const string EngineId = "engine-" + Partition;

    private protected FaultTestKit(string more = "")
        : this(new RowStore(), TestConfig.Memory(Plugins + "\n" + more))
    {
    }

    private FaultTestKit(RowStore store, Config config)
        : base(config, BootstrapSetup.Create().WithConfig(config).And(store)) => Store = store;

    private protected RowStore Store { get; }

    /// <summary>A record's row in the engine's journal, changed or (null) removed.</summary>
    private protected void ChangeRecord(long number, Func<StoredRow, StoredRow?> change) =>
        Store.ChangeRecord(EngineId, number, change);

    /// <summary>The number of the engine's last record.</summary>
    private protected long LastRecord => Store.Records(EngineId).Keys.Last();
}
