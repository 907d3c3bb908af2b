using Hypercall.Engine;
using Hypercall.Sequencer.Live;
using Hypercall.Views.Feed;

namespace Hypercall.Views.Tests.Feed;

public sealed class ViewFeedTests
{
    private readonly RecordedVenue _venue = new(seed: 401, 200);
    private readonly ViewHost _host = new();

    private ViewFeed Feed => _host.Feed;

    [Fact]
    public void Batches_in_order_are_applied_and_the_view_is_ready()
    {
        Assert.Equal(FeedStatus.Waiting, Feed.Status);
        Feed.Receive(_venue.Batch(1, 4));
        Feed.Receive(_venue.Batch(5, 9));
        Feed.Receive(_venue.Heartbeat(9));
        Assert.Equal((FeedStatus.Ready, 9, 9, 1), (Feed.Status, Feed.LastSequence, Feed.KnownSequence, Feed.Epoch));
        Assert.Equal([4, 9], _host.AppliedTold);
        Assert.Equal([FeedStatus.Ready], _host.Statuses);
        Assert.Empty(_host.Requests);
    }

    [Fact]
    public void What_is_known_is_dropped_and_a_batch_known_in_part_is_applied_in_part()
    {
        Feed.Receive(_venue.Batch(1, 6));
        Feed.Receive(_venue.Batch(1, 6));
        Feed.Receive(_venue.Batch(2, 3));
        Feed.Receive(_venue.Batch(4, 8));
        Assert.Equal((8, 8, 2), (Feed.LastSequence, Feed.Counts.Applied, Feed.Counts.Duplicates));
    }

    [Fact]
    public void A_gap_is_asked_of_the_ring_and_what_is_ahead_is_joined()
    {
        Feed.Receive(_venue.Batch(1, 2));
        Feed.Receive(_venue.Batch(5, 6));
        Feed.Receive(_venue.Batch(7, 8));
        RangeRequest request = Assert.Single(_host.Requests);
        Assert.Equal((3, 4, RangeSource.Ring), (request.FirstSequence, request.LastSequence, request.Source));
        Assert.Equal((FeedStatus.CatchingUp, 2), (Feed.Status, Feed.AheadBatches));
        Feed.Deliver(request.Id, _venue.Batch(3, 4));
        Assert.Equal((FeedStatus.CatchingUp, 4), (Feed.Status, Feed.LastSequence));
        Feed.Complete(request.Id);
        Assert.Equal((FeedStatus.Ready, 8, 0), (Feed.Status, Feed.LastSequence, Feed.AheadBatches));
        Assert.Equal((1, 0), (Feed.Counts.RepairedFromRing, Feed.Counts.RepairedFromJournal));
        Assert.Equal([FeedStatus.Ready, FeedStatus.CatchingUp, FeedStatus.Ready], _host.Statuses);
    }

    [Fact]
    public void A_heartbeat_shows_that_the_tail_was_lost()
    {
        Feed.Receive(_venue.Batch(1, 2));
        Feed.Receive(_venue.Heartbeat(7));
        RangeRequest request = Assert.Single(_host.Requests);
        Assert.Equal((3, 7), (request.FirstSequence, request.LastSequence));
        Feed.Deliver(request.Id, _venue.Batch(1, 7));
        Feed.Complete(request.Id);
        Assert.Equal((FeedStatus.Ready, 7), (Feed.Status, Feed.LastSequence));
    }

    [Fact]
    public void What_the_ring_does_not_have_is_asked_of_the_journal_whose_epochs_are_older()
    {
        Feed.Receive(_venue.Heartbeat(9, epoch: 3));
        Feed.Fail(_host.Requests.Dequeue().Id);
        RangeRequest journal = Assert.Single(_host.Requests);
        Assert.Equal((1, 9, RangeSource.Journal), (journal.FirstSequence, journal.LastSequence, journal.Source));
        Feed.Deliver(journal.Id, _venue.Batch(1, 5, epoch: 1));
        Feed.Deliver(journal.Id, _venue.Batch(6, 9, epoch: 2));
        Feed.Complete(journal.Id);
        Assert.Equal((FeedStatus.Ready, 9, 3), (Feed.Status, Feed.LastSequence, Feed.Epoch));
        Assert.Equal((1, 1), (Feed.Counts.RepairedFromJournal, Feed.Counts.FailedRequests));
    }

    [Fact]
    public void When_both_fail_the_next_heartbeat_asks_again()
    {
        Feed.Receive(_venue.Heartbeat(9));
        Feed.Fail(_host.Requests.Dequeue().Id);
        Feed.Fail(_host.Requests.Dequeue().Id);
        Feed.Receive(_venue.Batch(12, 13));
        Assert.Empty(_host.Requests);
        Feed.Receive(_venue.Heartbeat(13));
        RangeRequest again = Assert.Single(_host.Requests);
        Assert.Equal((1, 11, RangeSource.Ring), (again.FirstSequence, again.LastSequence, again.Source));
        Assert.Equal(2, Feed.Counts.FailedRequests);
    }

    [Fact]
    public void A_ring_that_gives_a_part_is_asked_for_the_rest_and_fails_where_it_gives_nothing()
    {
        Feed.Receive(_venue.Heartbeat(9));
        RangeRequest first = _host.Requests.Dequeue();
        Feed.Deliver(first.Id, _venue.Batch(1, 3));
        Feed.Complete(first.Id);
        RangeRequest second = _host.Requests.Dequeue();
        Assert.Equal((4, 9, RangeSource.Ring), (second.FirstSequence, second.LastSequence, second.Source));
        Feed.Complete(second.Id);
        Assert.Equal((4, RangeSource.Journal), (_host.Requests.Peek().FirstSequence, _host.Requests.Peek().Source));
        Assert.Equal((1, 1), (Feed.Counts.RepairedFromRing, Feed.Counts.FailedRequests));
    }

    [Fact]
    public void A_range_that_ends_early_or_leaves_a_gap_fails()
    {
        Feed.Receive(_venue.Heartbeat(9));
        RangeRequest ring = _host.Requests.Dequeue();
        Feed.Deliver(ring.Id, _venue.Batch(1, 3));
        Feed.Fail(ring.Id);
        RangeRequest journal = _host.Requests.Dequeue();
        Assert.Equal((4, RangeSource.Journal), (journal.FirstSequence, journal.Source));
        Feed.Deliver(journal.Id, _venue.Batch(6, 9));
        Assert.Equal(["delivered 6..9, missing from 4 on"], _host.Errors);
        Assert.Equal((2, 3), (Feed.Counts.FailedRequests, Feed.LastSequence));
    }

    [Fact]
    public void Answers_to_a_request_that_is_no_longer_open_are_ignored()
    {
        Feed.Receive(_venue.Heartbeat(9));
        RangeRequest ring = _host.Requests.Dequeue();
        Feed.Fail(ring.Id);
        Feed.Deliver(ring.Id, _venue.Batch(1, 9));
        Feed.Complete(ring.Id);
        Feed.Fail(ring.Id);
        Assert.Equal((0, 1), (Feed.LastSequence, Feed.Counts.FailedRequests));
        Assert.Single(_host.Requests);
    }

    [Fact]
    public void A_gap_that_late_batches_fill_needs_no_answer()
    {
        Feed.Receive(_venue.Batch(4, 6));
        Feed.Receive(_venue.Batch(1, 3));
        Assert.Equal((FeedStatus.Ready, 6), (Feed.Status, Feed.LastSequence));
        Feed.Fail(_host.Requests.Dequeue().Id);
        Assert.Empty(_host.Requests);
        Feed.Receive(_venue.Batch(9, 9));
        Assert.Equal((7, 8), (_host.Requests.Peek().FirstSequence, _host.Requests.Peek().LastSequence));
    }

    [Fact]
    public void A_new_epoch_that_continues_is_applied_and_the_old_owner_is_ignored_from_then_on()
    {
        Feed.Receive(_venue.Batch(1, 3, epoch: 1));
        Feed.Receive(_venue.Batch(4, 5, epoch: 2));
        Feed.Receive(_venue.Batch(6, 7, epoch: 1));
        Feed.Receive(_venue.Heartbeat(7, epoch: 1));
        Assert.Equal((FeedStatus.Ready, 5, 2, 2), (Feed.Status, Feed.LastSequence, Feed.Epoch, Feed.Counts.Stale));
    }

    [Fact]
    public void A_new_epoch_shows_what_the_old_owner_did_not_publish()
    {
        Feed.Receive(_venue.Batch(1, 3, epoch: 1));
        Feed.Receive(_venue.Heartbeat(6, epoch: 2));
        Assert.Equal((4, 6), (_host.Requests.Peek().FirstSequence, _host.Requests.Peek().LastSequence));
    }

    [Theory]
    [InlineData(2, long.MaxValue)]
    [InlineData(100, 0)]
    public void What_is_kept_ahead_is_bounded_and_the_nearest_stays(int maxBatches, long maxBytes)
    {
        var host = new ViewHost(new FeedOptions(maxBatches, maxBytes));
        int[] order = [9, 5, 7, 3];
        foreach (int first in order)
            host.Feed.Receive(_venue.Batch(first, first + 1));
        int kept = maxBytes == 0 ? 0 : 2;
        Assert.Equal((kept, 4 - kept), (host.Feed.AheadBatches, host.Feed.Counts.DroppedAhead));
        RangeRequest request = host.Requests.Dequeue();
        host.Feed.Deliver(request.Id, _venue.Batch(1, request.LastSequence));
        host.Feed.Complete(request.Id);
        while (host.Requests.TryDequeue(out request))
        {
            host.Feed.Deliver(request.Id, _venue.Batch(request.FirstSequence, request.LastSequence));
            host.Feed.Complete(request.Id);
        }

        Assert.Equal((FeedStatus.Ready, 10), (host.Feed.Status, host.Feed.LastSequence));
    }

    [Fact]
    public void Of_two_batches_ahead_that_begin_alike_the_longer_is_kept()
    {
        Feed.Receive(_venue.Batch(3, 4));
        Feed.Receive(_venue.Batch(3, 8));
        Feed.Receive(_venue.Batch(3, 5));
        Assert.Equal(1, Feed.AheadBatches);
        Feed.Receive(_venue.Batch(1, 2));
        Assert.Equal((FeedStatus.Ready, 8), (Feed.Status, Feed.LastSequence));
    }

    [Fact]
    public void A_damaged_outcome_is_named_and_asked_for_again()
    {
        Feed.Receive(_venue.Damaged(1, 5, index: 2));
        string error = Assert.Single(_host.Errors);
        Assert.Matches("^outcome 3 of batch 1..5, epoch 1: .+ at byte [0-9]+$", error);
        RangeRequest ring = _host.Requests.Dequeue();
        Assert.Equal((2, 3, 5), (Feed.LastSequence, ring.FirstSequence, ring.LastSequence));
        Feed.Deliver(ring.Id, _venue.Damaged(3, 5, index: 1));
        RangeRequest journal = _host.Requests.Dequeue();
        Assert.Equal((4, RangeSource.Journal), (journal.FirstSequence, journal.Source));
        Feed.Deliver(journal.Id, _venue.Batch(4, 5));
        Feed.Complete(journal.Id);
        Assert.Equal((FeedStatus.Ready, 5, 2), (Feed.Status, Feed.LastSequence, Feed.Counts.Malformed));
    }

    [Fact]
    public void A_damaged_batch_that_was_kept_ahead_is_asked_for_again()
    {
        Feed.Receive(_venue.Damaged(3, 5, index: 0));
        Feed.Receive(_venue.Batch(1, 2));
        Assert.Equal((FeedStatus.CatchingUp, 2), (Feed.Status, Feed.LastSequence));
        Feed.Complete(_host.Requests.Dequeue().Id);
        RangeRequest again = _host.Requests.Dequeue();
        Assert.Equal((3, 5), (again.FirstSequence, again.LastSequence));
    }

    [Fact]
    public void Outcomes_that_are_not_what_the_header_says_are_refused()
    {
        PublishedBatch other = _venue.Batch(4, 4);
        var header = new BatchHeader(1, 1, 1, 0, other.Header.Hash);
        Feed.Receive(PublishedBatch.FromOutcomes(header, other.Outcome(0), [other.ByteCount]));
        PublishedBatch first = _venue.Batch(1, 1);
        header = first.Header with { Hash = _venue.HashAt(2) };
        Feed.Receive(PublishedBatch.FromOutcomes(header, first.Outcome(0), [first.ByteCount]));
        Assert.Equal("outcome 1 of batch 1..1, epoch 1: it says it is 4", _host.Errors[0]);
        Assert.Equal(
            $"outcome 1 of batch 1..1, epoch 1: its hash is {_venue.HashAt(1)}, the batch's {_venue.HashAt(2)}",
            _host.Errors[1]);
        Assert.Equal(0, Feed.LastSequence);
    }

    [Fact]
    public void Headers_out_of_range_count_as_lost()
    {
        var negative = new BatchHeader(-1, 1, 0, 0, default);
        Feed.Receive(PublishedBatch.FromOutcomes(negative, default, []));
        var far = new BatchHeader(1, long.MaxValue, 0, long.MaxValue - 1, default);
        Feed.Receive(PublishedBatch.FromOutcomes(far, default, []));
        Assert.Equal((FeedStatus.Waiting, 2), (Feed.Status, Feed.Counts.Malformed));
        Assert.Equal(2, _host.Errors.Count);
    }

    [Fact]
    public void An_owner_with_another_hash_at_the_same_sequence_ends_the_feed()
    {
        Feed.Receive(_venue.Batch(1, 4));
        Feed.Receive(PublishedBatch.FromOutcomes(new BatchHeader(2, 5, 0, 4, _venue.HashAt(9)), default, []));
        Assert.Equal(FeedStatus.Diverged, Feed.Status);
        Assert.StartsWith("after sequence 4 the hash is", Assert.Single(_host.Errors), StringComparison.Ordinal);
        Feed.Receive(_venue.Batch(5, 6, epoch: 2));
        Assert.Equal((FeedStatus.Diverged, 4), (Feed.Status, Feed.LastSequence));
        Assert.Empty(_host.Requests);
    }

    [Fact]
    public void A_view_primed_from_another_state_than_the_owner_s_is_found_out()
    {
        var host = new ViewHost(primedFrom: new ExchangeEngine().View() with { Hash = _venue.HashAt(3) });
        host.Feed.Receive(_venue.Heartbeat(0));
        Assert.Equal(FeedStatus.Diverged, host.Feed.Status);
    }

    [Fact]
    public void The_feed_must_not_be_called_from_its_effects()
    {
        _host.OnApply = () => Feed.Receive(_venue.Heartbeat(2));
        Assert.Throws<InvalidOperationException>(() => Feed.Receive(_venue.Batch(1, 2)));
    }

    [Fact]
    public void Bounds_below_zero_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ViewHost(new FeedOptions(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ViewHost(new FeedOptions(1, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ViewFeed(_host, null, -1));
    }
}
