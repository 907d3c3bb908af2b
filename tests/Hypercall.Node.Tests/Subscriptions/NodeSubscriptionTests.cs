using Hypercall.Node.Hosting;
using Hypercall.Node.Storage;
using Hypercall.Node.Subscriptions;
using Hypercall.Node.Tests.Support;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Tests.Subscriptions;

public sealed class NodeSubscriptionTests
{
    private readonly CommandFlow _flow = new(seed: 3);
    private readonly InMemoryJournal _journal = new("main");

    [Fact]
    public async Task Every_outcome_comes_once_and_in_order_as_the_submitter_got_it()
    {
        EngineNode node = await Start();
        using NodeSubscription subscription = await node.SubscribeAsync();
        Task<List<string>> reading = ReadToEnd(subscription, 1);

        AnswerRecorder answers = await NodeRun.Feed(node, _flow, 0, 500);
        await node.DisposeAsync();

        List<string> outcomes = await reading;
        Assert.Equal(500, outcomes.Count);
        for (int index = 0; index < 500; index++)
            Assert.Equal(Convert.ToHexString(answers[index].Outcome!.Encoded.Span), outcomes[index]);
    }

    [Fact]
    public async Task A_late_subscriber_gets_what_it_missed_from_the_ring()
    {
        EngineNode node = await Start();
        await NodeRun.Feed(node, _flow, 0, 200);
        using NodeSubscription subscription = await node.SubscribeAsync(afterSequence: 50);
        Task<List<string>> reading = ReadToEnd(subscription, 51);
        await NodeRun.Feed(node, _flow, 200, 220);
        await node.DisposeAsync();

        Assert.Equal(170, (await reading).Count);
        Assert.Equal(1, subscription.RepairedFromRing);
        Assert.Equal(0, subscription.RepairedFromJournal);
    }

    [Fact]
    public async Task What_the_ring_has_dropped_comes_from_the_journal_and_is_equal()
    {
        NodeOptions small = NodeRun.Options(
            o => o with { RingBatches = 2, SnapshotEvery = 60, SnapshotMinIntervalMs = 0 });
        EngineNode node = await Start(small);
        using NodeSubscription live = await node.SubscribeAsync();
        Task<List<string>> reading = ReadToEnd(live, 1);
        await NodeRun.Feed(node, _flow, 0, 300);
        using NodeSubscription fromStart = await node.SubscribeAsync(afterSequence: 0);
        using NodeSubscription fromMiddle = await node.SubscribeAsync(afterSequence: 137);
        Task<List<string>> again = ReadToEnd(fromStart, 1);
        Task<List<string>> middle = ReadToEnd(fromMiddle, 138);
        await NodeRun.Feed(node, _flow, 300, 310);
        await node.DisposeAsync();

        List<string> expected = await reading;
        Assert.Equal(310, expected.Count);
        Assert.Equal(expected, await again);
        Assert.Equal(expected[137..], await middle);
        Assert.True(fromStart.RepairedFromJournal > 0);
        Assert.True(fromMiddle.RepairedFromJournal > 0);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(1)]
    public async Task A_reader_that_is_behind_misses_nothing(int ringBatches)
    {
        EngineNode node = await Start(
            NodeRun.Options(o => o with { RingBatches = ringBatches }) with { SubscriptionCapacity = 2 });
        using NodeSubscription subscription = await node.SubscribeAsync();
        await NodeRun.Feed(node, _flow, 0, 300);
        Task<List<string>> reading = ReadToEnd(subscription, 1);
        await NodeRun.Feed(node, _flow, 300, 400);
        await node.DisposeAsync();

        Assert.Equal(400, (await reading).Count);
        Assert.True(subscription.Dropped > 0);
        Assert.True(subscription.RepairedFromRing + subscription.RepairedFromJournal > 0);
    }

    [Fact]
    public async Task A_subscriber_of_the_next_owner_goes_on_where_it_was()
    {
        EngineNode first = await Start();
        using NodeSubscription before = await first.SubscribeAsync();
        await NodeRun.Feed(first, _flow, 0, 100);
        await first.DisposeAsync();
        Assert.Equal(100, (await ReadToEnd(before, 1)).Count);
        EngineNode second = await Start();
        await NodeRun.Feed(second, _flow, 100, 150);

        using NodeSubscription after = await second.SubscribeAsync(afterSequence: 80);
        Task<List<string>> reading = ReadToEnd(after, 81);
        await NodeRun.Feed(second, _flow, 150, 160);
        await second.DisposeAsync();

        Assert.Equal(80, (await reading).Count);
    }

    [Fact]
    public async Task A_subscription_from_now_on_gets_nothing_older()
    {
        EngineNode node = await Start();
        await NodeRun.Feed(node, _flow, 0, 100);
        using NodeSubscription subscription = await node.SubscribeAsync();
        await NodeRun.Feed(node, _flow, 100, 120);
        await node.DisposeAsync();

        Assert.Equal(20, (await ReadToEnd(subscription, 101)).Count);
    }

    [Fact]
    public async Task A_disposed_subscription_ends()
    {
        await using EngineNode node = await Start();
        NodeSubscription subscription = await node.SubscribeAsync();
        Task<List<string>> reading = ReadToEnd(subscription, 1);

        subscription.Dispose();

        Assert.Empty(await reading);
    }

    private async Task<EngineNode> Start(NodeOptions? options = null) =>
        await NodeRun.StartReady(new NodeStorage(_journal, new InMemorySnapshotStore()), options);

    private static async Task<List<string>> ReadToEnd(NodeSubscription subscription, long firstSequence)
    {
        var outcomes = new List<string>();
        await foreach (PublishedBatch batch in subscription.ReadAllAsync())
        {
            Assert.Equal(firstSequence + outcomes.Count, batch.Header.FirstSequence);
            Assert.Equal(batch.Header.FirstSequence - 1, batch.Header.PreviousSequence);
            for (int index = 0; index < batch.Header.Count; index++)
                outcomes.Add(Convert.ToHexString(batch.Outcome(index).Span));
        }

        return outcomes;
    }
}
