using Hypercall.Actors.Clustering;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Ownership;

namespace Hypercall.Actors.Tests.Clustering;

public sealed class JournalMemoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void What_is_written_is_read_again_by_the_same_node_alone()
    {
        string folder = Path.Combine(_directory.Path, "made");
        var marks = new Dictionary<string, JournalMark>
        {
            ["main"] = new(3, 4_711, Hash256.Compute([1])),
            ["a name with spaces"] = new(1, 0, default),
        };
        JournalMemory.In(folder, 4053).Write(marks);
        marks["main"] = marks["main"] with { Sequence = 4_712 };
        JournalMemory.In(folder, 4053).Write(marks);

        Assert.Equal(
            marks.OrderBy(mark => mark.Key, StringComparer.Ordinal), JournalMemory.In(folder, 4053).Read());
        Assert.Empty(JournalMemory.In(folder, 4054).Read());
    }

    [Fact]
    public void Without_a_folder_nothing_is_kept()
    {
        JournalMemory memory = JournalMemory.In(null, 4053);
        memory.Write([KeyValuePair.Create("main", default(JournalMark))]);
        Assert.Empty(memory.Read());
    }

    [Theory]
    [InlineData("1 2")]
    [InlineData("one 2 00 main")]
    [InlineData("one 2 0000000000000000000000000000000000000000000000000000000000000000 main")]
    public void A_file_that_is_none_of_ours_is_refused(string line)
    {
        File.WriteAllText(Path.Combine(_directory.Path, "seen-4053.txt"), line + "\n");
        Assert.Throws<IOException>(() => JournalMemory.In(_directory.Path, 4053).Read());
    }

    public void Dispose() => _directory.Dispose();
}
