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
}
