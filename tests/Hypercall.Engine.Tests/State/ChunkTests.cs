using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.Tests.State;

/// <summary>What tables grow by is no work for a young collection.</summary>
public sealed class ChunkTests
{
    [Fact]
    public void A_further_chunk_without_references_is_old_from_the_beginning()
    {
        Assert.Equal(GC.MaxGeneration, GC.GetGeneration(Chunk.Further<(long, int)>(256)));
        Assert.Equal(0, GC.GetGeneration(Chunk.Further<(long, string?)>(256)));
        Assert.All(Chunk.Further<int>(256), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Buckets_that_were_cut_in_two_are_used_again_and_lose_nothing()
    {
        const int Keys = 200_000;
        var map = new LongMap();
        for (int key = 1; key <= Keys; key++)
            map.Add(key, key);
        for (int key = 1; key <= Keys; key++)
            Assert.Equal(key, map.Find(key));
        for (int key = Keys + 1; key <= 2 * Keys; key++)
            Assert.Equal(-1, map.Find(key));
    }
}
