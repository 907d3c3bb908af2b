using Hypercall.Sequencer.Live;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Live;

/// <summary>The queue, its shares and the encoded backlog against the plainest models of them.</summary>
public sealed class SubmissionQueueTests
{
    private const int Capacity = 40;
    private const int Steps = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Admits_and_forgets_as_a_list_would(ulong seed)
    {
        var random = new TestRandom(seed);
        var queue = new SubmissionQueue(Capacity);
        var model = new List<(long Submitter, long Token)>();
        for (int step = 0; step < Steps; step++)
        {
            if (random.Percent(55))
            {
                long submitter = random.Below(7);
                bool isWayOut = random.Percent(30);
                int held = model.Count(item => item.Submitter == submitter);
                bool room = model.Count < (isWayOut ? Capacity : Capacity * 9 / 10) && held < Capacity / 4;
                Assert.True(room == queue.HasRoom(submitter, isWayOut), $"seed {seed}, step {step}");
                if (!room)
                    continue;
                queue.Add(submitter).Token = step;
                model.Add((submitter, step));
            }
            else if (model.Count > 0)
            {
                queue.RemoveFirst();
                model.RemoveAt(0);
            }

            Assert.Equal(model.Count, queue.Count);
            if (model.Count > 0)
            {
                int index = random.Below(model.Count);
                Assert.Equal(model[index].Token, queue[index].Token);
            }
        }
    }

    [Fact]
    public void Its_own_entries_count_for_nobody()
    {
        var queue = new SubmissionQueue(Capacity);
        queue.AddOwn().Token = 1;
        queue.Add(5).Token = 2;
        Assert.Equal(2, queue.Count);
        queue.RemoveFirst();
        queue.RemoveFirst();
        Assert.Equal(0, queue.Count);
        for (int i = 0; i < Capacity / 4; i++)
            queue.Add(5);
        Assert.False(queue.HasRoom(5, isWayOut: true));
        Assert.True(queue.HasRoom(6, isWayOut: true));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void The_backlog_gives_back_what_was_put_in_with_lengths_before_it(ulong seed)
    {
        const int MaxCommandBytes = 40_000;
        var random = new TestRandom(seed);
        var backlog = new EncodedBacklog();
        var model = new Queue<byte[]>();
        for (int step = 0; step < 3_000; step++)
        {
            if (random.Percent(52))
            {
                byte[] command = new byte[random.Percent(2) ? random.Below(MaxCommandBytes) : random.Between(1, 300)];
                command.AsSpan().Fill(random.NextByte());
                Assert.Equal(EncodedBacklog.LengthWithPrefix(command.Length), backlog.Append(command));
                model.Enqueue(command);
            }
            else if (model.TryDequeue(out byte[]? expected))
            {
                int length = EncodedBacklog.LengthWithPrefix(expected.Length);
                ReadOnlySpan<byte> bytes = backlog.Peek(length).Span;
                var reader = new Engine.Shapes.CanonicalReader(bytes);
                Assert.Equal(expected.Length, reader.ReadCount(MaxCommandBytes, 1, "command"));
                Assert.True(bytes[reader.Position..].SequenceEqual(expected), $"seed {seed}, step {step}");
                backlog.Drop(length);
            }
        }
    }
}
