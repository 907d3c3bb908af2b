using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.State;

/// <summary>The cache holds its entries as bytes: what comes out is what went in, and the oldest leave first.</summary>
public sealed class OutcomeCacheTests
{
    private const int Remembered = 12_000;
    private readonly OutcomeCache _cache = new(new ChangeLog());
    private readonly Queue<OutcomeEntry> _expected = new();
    private readonly CanonicalWriter _writer = new();
    private long _expectedBytes;

    [Theory]
    [InlineData(1UL, 1, long.MaxValue)]
    [InlineData(2UL, 700, long.MaxValue)]
    [InlineData(3UL, 1_024, 60_000L)]
    [InlineData(4UL, 100_000, 400_000L)]
    public void Agrees_with_a_queue_of_entries(ulong seed, int entries, long bytes)
    {
        var random = new SeededRandom(seed);
        RuleSet rules = RuleSet.Default with { OutcomeCache = entries, OutcomeCacheBytes = bytes };
        for (int step = 1; step <= Remembered; step++)
        {
            OutcomeEntry entry = Entry(random, step);
            Assert.Equal(-1, _cache.Find(entry.Key));
            _cache.Remember(ref entry, rules);
            _expected.Enqueue(entry);
            _expectedBytes += Encoded(entry).Length;
            OutcomeEntry last = entry;
            while (_expected.Count > entries || _expectedBytes > bytes)
            {
                last = _expected.Dequeue();
                _expectedBytes -= Encoded(last).Length;
            }

            if (last.Sequence != entry.Sequence)
                AssertDropped(last);
            if (step % 500 == 0 || step < 10)
                AssertAllThere($"seed {seed}, step {step}");
        }
    }

    private void AssertDropped(in OutcomeEntry dropped)
    {
        Assert.Equal(-1, _cache.Find(dropped.Key));
        Assert.Equal(dropped.TimestampMs, _cache.LastDroppedMs);
    }

    private void AssertAllThere(string context)
    {
        Assert.True(_cache.Count == _expected.Count, context);
        Assert.True(_cache.Bytes == _expectedBytes, context);
        Assert.True(_cache.OldestMs == _expected.Peek().TimestampMs, context);
        long number = _cache.Oldest;
        foreach (OutcomeEntry entry in _expected)
        {
            Assert.True(_cache.Find(entry.Key) == number, context);
            Assert.True(Encoded(_cache[number]).SequenceEqual(Encoded(entry)), context);
            number++;
        }
    }

    private byte[] Encoded(OutcomeEntry entry)
    {
        _writer.Reset();
        var output = new CanonicalOutput(_writer);
        EntryShapes.Walk(ref output, ref entry);
        return _writer.ToArray();
    }

    private static OutcomeEntry Entry(SeededRandom random, int step) => new()
    {
        Key = random.PerMille(200)
            ? new OutcomeKey((UInt128)step, RequestScope.Venue, default)
            : new OutcomeKey((UInt128)step << 70, RequestScope.Address, WalletAddress.FromNumber((ulong)step % 9)),
        Sequence = step,
        TimestampMs = step / 3,
        Rejection = random.PerMille(300)
            ? new Rejection(RejectCode.InvalidSymbol, new RejectArguments(step, -step, new string('x', step % 200)))
            : Rejection.None,
        OrderId = random.Below(1_000_000),
        Status = OutcomeEntry.NoStatus,
        Results = random.PerMille(20)
            ? [.. Enumerable.Repeat(new RememberedResult(RejectCode.None, step), BulkOrders.MaxActions)]
            : null,
        CommandDigest = (UInt128)step * 7,
    };
}
