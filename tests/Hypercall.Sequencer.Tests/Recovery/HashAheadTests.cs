using System.Security.Cryptography;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Recovery;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Recovery;

/// <summary>The chain computed behind the engine is the chain that the engine computes.</summary>
public sealed class HashAheadTests
{
    public static TheoryData<ulong> Seeds => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_mark_has_the_hash_of_its_place_in_whatever_order_they_are_read(ulong seed)
    {
        var random = new TestRandom(seed);
        Hash256 expected = Hash256.Compute([(byte)seed]);
        var chain = new HashAhead(expected, RuntimeSha256.Create());
        var marks = new List<(HashMark Mark, Hash256 Expected)>();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] content = Content(random, random.Between(0, 999) == 0 ? 100_000 : random.Between(0, 400));
            chain.Append(content);
            expected = Next(expected, content);
            int choice = random.Between(0, 199);
            if (choice == 0)
                Assert.Equal(expected, chain.Hash);
            else if (choice < 4)
                marks.Add((chain.Mark(), expected));
            else if (choice < 6 && marks.Count > 0)
                RequireAny(random, marks);
        }

        while (marks.Count > 0)
            RequireAny(random, marks);
        Assert.Equal(expected, chain.Hash);
    }

    [Fact]
    public void A_replay_reports_the_same_with_hashes_ahead_after_each_record()
    {
        SequencerHarness harness = SequencerHarness.Started();
        for (int i = 1; i <= 300; i++)
        {
            harness.Offer(TestCommands.Submit(i));
            if (i % 7 == 0)
                harness.Complete();
        }

        harness.CompleteAll();
        var plain = new JournalReplayer(new ReplayOptions());
        var ahead = new JournalReplayer(new ReplayOptions { HashesAhead = true });
        for (int i = 0; i < harness.Journal.Count; i++)
        {
            Assert.True(plain.Replay(i + 1, harness.Journal[i]).Accepted);
            Assert.True(ahead.Replay(i + 1, harness.Journal[i]).Accepted);
            Assert.Equal(plain.Report, ahead.Report);
            Assert.Equal(plain.Engine.ComputeDigest().Components, ahead.Engine.ComputeDigest().Components);
        }

        Assert.True(ahead.Complete().Accepted);
        Assert.Equal(300, ahead.Report.LastSequence);
        Assert.Equal(plain.Engine.Snapshot(), ahead.Engine.Snapshot());
    }

    private static void RequireAny(TestRandom random, List<(HashMark Mark, Hash256 Expected)> marks)
    {
        int index = random.Between(0, marks.Count - 1);
        Assert.Equal(marks[index].Expected, marks[index].Mark.Hash);
        marks.RemoveAt(index);
    }

    private static Hash256 Next(Hash256 hash, byte[] content)
    {
        byte[] bytes = new byte[Hash256.Length + content.Length];
        hash.CopyTo(bytes);
        content.CopyTo(bytes, Hash256.Length);
        return Hash256.FromBytes(SHA256.HashData(bytes));
    }

    private static byte[] Content(TestRandom random, int length)
    {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++)
            content[i] = (byte)random.Between(0, 255);
        return content;
    }
}
