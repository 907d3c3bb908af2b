using System.Text;
using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Snapshots;
using Hypercall.Sequencer.Tests.Support;

namespace Hypercall.Sequencer.Tests.Golden;

/// <summary>
/// The committed bytes of each format: they decode for ever, and for the current versions are what the sample encodes
/// to. A file is written only where it is missing and the variable says so; a changed format is a new version.
/// </summary>
public sealed class GoldenFileTests
{
    private const string UpdateVariable = "HYPERCALL_UPDATE_GOLDEN";
    private const int BytesPerLine = 32;

    public static TheoryData<string> Names => [.. Samples().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_encode_to_the_committed_bytes(string name)
    {
        byte[] encoded = Samples()[name];
        string path = Path.Combine(Folder(), name + ".hex");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1" && !File.Exists(path))
            File.WriteAllText(path, Hex(encoded));
        Assert.Equal(Hex(encoded), File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Committed_bytes_decode(string name)
    {
        byte[] bytes = Convert.FromHexString(string.Concat(File.ReadAllLines(Path.Combine(Folder(), name + ".hex"))));
        string? error;
        if (name.StartsWith("Snapshot", StringComparison.Ordinal))
        {
            Assert.True(SnapshotCodec.TryDecode(bytes, out _, out error), error);
            return;
        }

        if (name.StartsWith("Skip", StringComparison.Ordinal))
        {
            Assert.True(SkipRecordCodec.TryDecode(bytes, out _, out error), error);
            return;
        }

        Assert.Equal(RecordStatus.Sound, JournalRecordCodec.TryDecode(bytes, out JournalRecord? record, out error));
        var commands = new JournalCommandReader(record!);
        int count = 0;
        while (commands.TryRead(out CommandEnvelope _))
            count++;
        Assert.Null(commands.Error);
        Assert.Equal(record!.Count, count);
    }

    private static SortedDictionary<string, byte[]> Samples()
    {
        var samples = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["Snapshot.v1"] = SnapshotBytes.Of(SampleRecords.Snapshot),
            ["Skip.v1"] = SkipRecordCodec.Encode(SampleRecords.Skip),
        };
        foreach (JournalRecord record in SampleRecords.Records)
            samples.Add($"Record.{record.Kind}.v1", JournalRecordCodec.Encode(record));
        return samples;
    }

    private static string Hex(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (byte[] line in bytes.Chunk(BytesPerLine))
            text.Append(Convert.ToHexStringLower(line)).Append('\n');
        return text.ToString();
    }

    private static string Folder() => Repository.PathOf("tests/Hypercall.Sequencer.Tests/Golden");
}
