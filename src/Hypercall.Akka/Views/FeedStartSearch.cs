using Hypercall.Actors.Follower;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Views;

/// <summary>
/// Finds the newest sound snapshot of a partition's engine for a feed, its parent: a snapshot that is refused is passed
/// over, as recovery does it. Answers once, by <see cref="FeedStartFound"/> or <see cref="JournalUnread"/>.
/// </summary>
internal sealed class FeedStartSearch : ReceiveActor
{
    private readonly ViewSettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IReadOnlyList<SkipRecord> _skips = [];

    public FeedStartSearch(ViewSettings settings)
    {
        _settings = settings;
        Receive<JournalRows>(Load);
        Receive<LoadSnapshotResult>(loaded => Try(loaded.Snapshot));
        Receive<LoadSnapshotFailed>(failed => Context.Parent.Tell(new JournalUnread(failed.Cause)));
        Receive<JournalUnread>(Context.Parent.Tell);
    }

    protected override void PreStart() => Context.ReadSkips(_settings.Partition, _settings.LongestRead);

    private void Load(JournalRows rows)
    {
        _skips = rows.DecodeSkips();
        Context.LoadSnapshot(_settings.Partition, _settings.LongestRead);
    }

    private void Try(SelectedSnapshot? selected)
    {
        if (selected is null)
        {
            Context.Parent.Tell(new FeedStartFound(null));
            return;
        }

        long number = selected.Metadata.SequenceNr;
        var replayer = new JournalReplayer(_settings.Partition.ForReplay(_skips));
        if (selected.Snapshot is PersistedSnapshot snapshot
            && replayer.OfferSnapshot(number, snapshot.Bytes) is { Accepted: true })
        {
            Context.Parent.Tell(new FeedStartFound(new FeedStart(
                replayer.Report.Epoch, replayer.Engine.View(), replayer.Engine.ViewListing())));
            return;
        }

        _log.Warning("snapshot {0} of {1} was passed over", number, _settings.Partition.PersistenceId);
        Context.LoadSnapshot(_settings.Partition, _settings.LongestRead, number - 1);
    }
}
