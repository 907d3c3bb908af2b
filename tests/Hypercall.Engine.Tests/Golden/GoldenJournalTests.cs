using Hypercall.Engine.Commands;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Tests.Twin;

namespace Hypercall.Engine.Tests.Golden;

/// <summary>
/// One recorded stream of commands per version, with the hashes it ended in when it was recorded: whatever machine runs
/// this, and whatever is changed in the engine, it ends in them again. The first line holds the hash of the chain, the
/// second the SHA-256 of the snapshot, each further one an encoded envelope.
/// </summary>
public sealed class GoldenJournalTests
{
    private const string File01 = "Journal.v0.1.txt";
    private const int Seed = 2026;
    private const int Commands = 600;

    [Fact]
    public void The_recorded_commands_end_in_the_recorded_hashes()
    {
        string[] lines = File.ReadAllLines(GoldenFiles.TextPath(File01));
        Assert.Equal(Commands + 2, lines.Length);
        var engine = new ExchangeEngine();
        var codes = new HashSet<RejectCode>();
        for (int i = 2; i < lines.Length; i++)
        {
            byte[] bytes = Convert.FromHexString(lines[i]);
            Assert.True(EnvelopeCodec.TryDecode(bytes, null, out CommandEnvelope envelope, out string? error), error);
            codes.Add(engine.Apply(envelope, bytes).Rejection.Code);
        }

        Assert.Equal(lines[0], engine.Hash.ToString());
        Assert.Equal(lines[1], Hash256.Compute(engine.Snapshot()).ToString());
        Assert.True(codes.Count > 20, $"only {codes.Count} different outcomes");
    }

    [UpdateGoldenFact]
    public void Update()
    {
        var engine = new ExchangeEngine();
        var lines = new List<string>();
        foreach (CommandEnvelope envelope in RecordedStream.Make(Seed, Commands))
        {
            byte[] bytes = EnvelopeCodec.Encode(envelope);
            engine.Apply(envelope, bytes);
            lines.Add(Convert.ToHexStringLower(bytes));
        }

        lines.Insert(0, Hash256.Compute(engine.Snapshot()).ToString());
        lines.Insert(0, engine.Hash.ToString());
        File.WriteAllLines(GoldenFiles.TextPath(File01), lines);
        Assert.Equal(Commands + 2, lines.Count);
    }
}
