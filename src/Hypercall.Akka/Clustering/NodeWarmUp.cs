using Hypercall.Actors.Follower;
using Hypercall.Engine.State;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Does on an engine node's start, and throws away, what a takeover does: opens journal and snapshot store, reads some
/// records, executes them, encodes the state. Otherwise the first takeover would pay for loading and compiling all
/// that, a second or more of an outage, and the first snapshot would hold the engine up twice as long as others. Ends
/// itself; whatever fails here will be met, and told, by the engine.
/// </summary>
internal sealed class NodeWarmUp(PartitionSettings partition) : UntypedActor
{
    private const int Records = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _rowsDone;
    private bool _snapshotDone;

    protected override void PreStart()
    {
        Context.ReadRecords(partition, 1, Records, Longest);
        Context.LoadSnapshot(partition, Longest);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JournalRows rows:
                Execute(rows);
                _rowsDone = true;
                break;
            case JournalUnread:
                _rowsDone = true;
                break;
            case LoadSnapshotResult or LoadSnapshotFailed:
                _snapshotDone = true;
                break;
            default:
                Unhandled(message);
                break;
        }

        if (!_rowsDone || !_snapshotDone)
            return;
        _log.Debug("journal and snapshots of {0} are open", partition.Partition);
        Context.Stop(Self);
    }

    private void Execute(JournalRows rows)
    {
        var replayer = new JournalReplayer(partition.ForReplay());
        foreach (JournalRow row in rows.Rows)
        {
            if (row.Payload is not PersistedRecord record || !replayer.Replay(row.Number, record.Bytes).Accepted)
                return;
        }

        StateDraft draft = replayer.Engine.DraftSnapshot();
        draft.MoveTo(new byte[draft.Length]);
    }
}
