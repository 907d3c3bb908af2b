using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.State;

/// <summary>What the engine gives away of its state is the snapshot of that moment, whatever comes after it.</summary>
public sealed class StateDraftTests
{
    /// <summary>Beyond a few pieces of remembered outcomes.</summary>
    private const int Requests = 5_000;

    private readonly ExchangeEngine _engine = new RichEngine().Engine;
    private ulong _requests;

    [Fact]
    public void It_has_the_snapshots_bytes()
    {
        Assert.Equal(_engine.Snapshot(), Put(_engine.DraftSnapshot()));
        var empty = new ExchangeEngine();
        Assert.Equal(empty.Snapshot(), Put(empty.DraftSnapshot()));
    }

    [Fact]
    public void What_is_applied_later_is_not_in_it()
    {
        var random = new SeededRandom(15);
        UseCacheOf(3_000);
        Remember(Requests);
        for (int i = 0; i < 40; i++)
        {
            byte[] expected = _engine.Snapshot();
            StateDraft draft = _engine.DraftSnapshot();
            // More than the cache holds: every outcome that was lent is dropped, and others take its place.
            Remember(random.Below(2 * Requests));
            Assert.Equal(expected, Put(draft));
        }
    }

    [Fact]
    public void Several_stand_beside_each_other()
    {
        Remember(Requests);
        byte[] first = _engine.Snapshot();
        StateDraft early = _engine.DraftSnapshot();
        Remember(Requests);
        byte[] second = _engine.Snapshot();
        StateDraft late = _engine.DraftSnapshot();
        Remember(Requests);

        Assert.Equal(second, Put(late));
        Assert.Equal(first, Put(early));
        Assert.Equal(_engine.Snapshot(), Put(_engine.DraftSnapshot()));
    }

    [Fact]
    public void It_is_moved_once()
    {
        StateDraft draft = _engine.DraftSnapshot();
        Put(draft);
        Assert.Throws<InvalidOperationException>(() => Put(draft));
    }

    [Fact]
    public void Room_that_was_used_before_is_used_again()
    {
        UseCacheOf(3_000);
        Remember(Requests);
        byte[] target = new byte[_engine.Snapshot().Length];
        _engine.DraftSnapshot().MoveTo(target);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _engine.DraftSnapshot().MoveTo(target);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, target.Length / 10);
    }

    [Fact]
    public async Task It_can_be_put_together_while_commands_are_applied()
    {
        UseCacheOf(3_000);
        Remember(Requests);
        for (int i = 0; i < 20; i++)
        {
            byte[] expected = _engine.Snapshot();
            StateDraft draft = _engine.DraftSnapshot();
            Task<byte[]> put = Task.Run(() => Put(draft));
            Remember(Requests);
            Assert.Equal(expected, await put);
        }
    }

    private static byte[] Put(StateDraft draft)
    {
        byte[] bytes = new byte[draft.Length];
        draft.MoveTo(bytes);
        return bytes;
    }

    private void UseCacheOf(int outcomes) =>
        Apply(new SetRules(_engine.Rules with { Version = _engine.Rules.Version + 1, OutcomeCache = outcomes }), null);

    private void Remember(long count)
    {
        for (long i = 0; i < count; i++)
            Apply(new Tick(), new RequestId(1_000_000 + _requests++));
    }

    private void Apply(EngineCommand command, RequestId? request)
    {
        var envelope = CommandEnvelope.Trusted(_engine.Sequence + 1, _engine.TimestampMs, command);
        Assert.True(_engine.Apply(envelope with { RequestId = request }).Accepted);
    }
}
