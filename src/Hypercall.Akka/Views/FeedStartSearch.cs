using Hypercall.Actors.Follower;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Views;

/// <summary>
/// Finds the newest sound snapshot of a partition's engine for a feed, its parent: a snapshot that is refused is passed
/// over, as recovery does it. Answers once, by <see cref="FeedStartFound"/> or <see cref="JournalUnread"/>.
/// </summary>
internal sealed class FeedStartSearch(ViewSettings settings) : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IReadOnlyList<Sequencer.Journal.SkipRecord> _skips = [];

    public static Props Props(ViewSettings settings) => Akka.Actor.Props.Create(() => new FeedStartSearch(settings));

    protected override void PreStart() => Context
        .ActorOf(JournalReader.SkipsOf(settings.Partition, settings.LongestRead), "skips")
        .Tell(new ReadRows(1, SkipRows.Most));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case JournalRows rows:
                _skips = SkipRows.Decode(rows);
                Load(SnapshotSelectionCriteria.Latest);
                break;
            case LoadSnapshotResult { Snapshot: { } snapshot }:
                Try(snapshot);
                break;
            case LoadSnapshotResult:
                Context.Parent.Tell(new FeedStartFound(null));
                break;
            case LoadSnapshotFailed failed:
                Context.Parent.Tell(new JournalUnread(failed.Cause));
                break;
            case JournalUnread:
                Context.Parent.Tell(message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Load(SnapshotSelectionCriteria criteria) =>
        Persistence.Instance.Apply(Context.System).SnapshotStoreFor(settings.Partition.SnapshotPluginId)
            .Ask<object>(
                new LoadSnapshot(settings.Partition.PersistenceId, criteria, long.MaxValue), settings.LongestRead)
            .PipeTo(Self, failure: cause => new LoadSnapshotFailed(cause));

    private void Try(SelectedSnapshot selected)
    {
        long number = selected.Metadata.SequenceNr;
        var replayer = new JournalReplayer(settings.Partition.ForReplay(_skips));
        if (selected.Snapshot is PersistedSnapshot snapshot
            && replayer.OfferSnapshot(number, snapshot.Bytes) is { Accepted: true })
        {
            Context.Parent.Tell(new FeedStartFound(new FeedStart(
                replayer.Report.Epoch, replayer.Engine.View(), replayer.Engine.ViewListing())));
            return;
        }

        _log.Warning("snapshot {0} of {1} was passed over", number, settings.Partition.PersistenceId);
        Load(new SnapshotSelectionCriteria(number - 1));
    }
}
