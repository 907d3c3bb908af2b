using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Golden;

/// <summary>
/// Recorded streams of commands per version, with the hashes they ended in when they were recorded: whatever machine
/// runs this, and whatever is changed in the engine, they end in them again. The first line holds the hash of the chain,
/// the second the SHA-256 of the snapshot, each further one an encoded envelope.
/// </summary>
public sealed class GoldenJournalTests
{
    private const string Trading = "Journal.v0.1.txt";
    private const string Risk = "Journal.v0.1.risk.txt";
    private const string Liquidations = "Journal.v0.1.liquidations.txt";
    private const int FirstLiquidationSeed = 9_000;
    private const int LiquidationCommands = 300;

    private static readonly EventKind[] RiskEvents =
        [EventKind.PositionSettled, EventKind.LiquidationStateChanged, EventKind.MmpTriggered];

    private static readonly EventKind[] LiquidationEvents = [EventKind.LiquidationAuction, EventKind.Deleveraged];
    private static readonly RejectCode[] LiquidationCodes = [RejectCode.InvalidBid, RejectCode.BidTooLow];

    [Theory]
    [InlineData(Trading, 600)]
    [InlineData(Risk, 800)]
    [InlineData(Liquidations, LiquidationCommands)]
    public void The_recorded_commands_end_in_the_recorded_hashes(string file, int commands)
    {
        string[] lines = File.ReadAllLines(GoldenFiles.TextPath(file));
        Assert.Equal(commands + 2, lines.Length);
        (ExchangeEngine engine, HashSet<RejectCode> codes, HashSet<EventKind> kinds) = Apply(lines.AsSpan(2));

        Assert.Equal(lines[0], engine.Hash.ToString());
        Assert.Equal(lines[1], Hash256.Compute(engine.Snapshot()).ToString());
        if (file == Liquidations)
        {
            Assert.Empty(LiquidationEvents.Except(kinds));
            Assert.Empty(LiquidationCodes.Except(codes));
            return;
        }

        Assert.True(codes.Count > 20, $"only {codes.Count} different outcomes");
        if (file != Risk)
            return;
        Assert.Contains(RejectCode.InsufficientMargin, codes);
        Assert.Empty(RiskEvents.Except(kinds));
    }

    [UpdateGoldenFact]
    public void Update()
    {
        Record(Trading, RecordedStream.Make(seed: 2026, commands: 600));
        Record(Risk, RecordedStream.Make(seed: 3019, commands: 800));
        Record(Liquidations, FindLiquidations());
        Assert.True(File.Exists(GoldenFiles.TextPath(Risk)));
    }

    private static (ExchangeEngine Engine, HashSet<RejectCode> Codes, HashSet<EventKind> Kinds) Apply(
        ReadOnlySpan<string> envelopes)
    {
        var engine = new ExchangeEngine();
        var codes = new HashSet<RejectCode>();
        var kinds = new HashSet<EventKind>();
        foreach (string line in envelopes)
        {
            byte[] bytes = Convert.FromHexString(line);
            Assert.True(EnvelopeCodec.TryDecode(bytes, null, out CommandEnvelope envelope, out string? error), error);
            ApplyOutput output = engine.Apply(envelope, bytes);
            codes.Add(output.Rejection.Code);
            for (int i = 0; i < output.Events.Count; i++)
                kinds.Add(output.Events.KindAt(i));
        }

        return (engine, codes, kinds);
    }

    /// <summary>The first stream in which an auction begins, a bid is refused, and somebody is deleveraged.</summary>
    private static List<CommandEnvelope> FindLiquidations()
    {
        for (int seed = FirstLiquidationSeed; ; seed++)
        {
            List<CommandEnvelope> stream = RecordedStream.MakeLiquidation(seed, LiquidationCommands);
            string[] lines = [.. stream.Select(envelope => Convert.ToHexStringLower(EnvelopeCodec.Encode(envelope)))];
            (_, HashSet<RejectCode> codes, HashSet<EventKind> kinds) = Apply(lines);
            if (kinds.IsSupersetOf(LiquidationEvents) && codes.IsSupersetOf(LiquidationCodes))
                return stream;
        }
    }

    private static void Record(string file, IEnumerable<CommandEnvelope> stream)
    {
        var engine = new ExchangeEngine();
        var lines = new List<string>();
        foreach (CommandEnvelope envelope in stream)
        {
            byte[] bytes = EnvelopeCodec.Encode(envelope);
            engine.Apply(envelope, bytes);
            lines.Add(Convert.ToHexStringLower(bytes));
        }

        lines.Insert(0, Hash256.Compute(engine.Snapshot()).ToString());
        lines.Insert(0, engine.Hash.ToString());
        File.WriteAllLines(GoldenFiles.TextPath(file), lines);
    }
}
