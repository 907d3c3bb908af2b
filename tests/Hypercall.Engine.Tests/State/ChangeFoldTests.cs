using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.State;

/// <summary>
/// The change records say all that a command changes: folded alone into an empty state they give, after every command,
/// the bytes of the engine's own.
/// </summary>
public sealed class ChangeFoldTests
{
    private const int FirstSeed = 6_000;
    private const int Streams = 60;
    private const int Commands = 1_000;

    /// <summary>A lost record shows in some stream; looking for it ends there.</summary>
    private const int StreamsOfLoss = 12;

    [Fact]
    public void Change_records_alone_give_every_digest_after_every_command()
    {
        var seen = new HashSet<ChangeKind>();
        for (int seed = FirstSeed; seed < FirstSeed + StreamShare.Of(Streams); seed++)
        {
            var fold = new ChangeFold();
            Assert.Null(FirstDifference(seed, fold));
            seen.UnionWith(fold.Seen);
        }

        if (StreamShare.IsWhole)
            Assert.Empty(Enum.GetValues<ChangeKind>().Except(seen));
    }

    [Fact]
    public void No_kind_of_record_can_be_lost()
    {
        string[] unnoticed = [.. Enum.GetValues<ChangeKind>().Where(IsUnnoticed).Select(static kind => $"{kind}")];
        Assert.Empty(unnoticed);
    }

    private static bool IsUnnoticed(ChangeKind lost)
    {
        for (int seed = FirstSeed; seed < FirstSeed + StreamsOfLoss; seed++)
        {
            if (FirstDifference(seed, new ChangeFold { Lost = lost }) is not null)
                return false;
        }

        return true;
    }

    /// <summary>The first command after which the folded state is another, and in what; null where there is none.</summary>
    private static string? FirstDifference(int seed, ChangeFold fold)
    {
        var (engine, plain) = (new ExchangeEngine(), new ExchangeEngine());
        engine.DeferHashing(fold);
        foreach (CommandEnvelope envelope in RecordedStream.Make(seed, Commands))
        {
            plain.Apply(envelope);
            if (Step(engine, fold, envelope, isSkipped: false) is { } difference)
                return $"seed {seed}: {difference} after {CommandText.Of(envelope)}";
        }

        var last = new CommandEnvelope(
            engine.Sequence + 1, engine.TimestampMs + 1, new RequestId(UInt128.MaxValue), null, null, null, new Tick());
        plain.ApplySkipped(last);
        return Step(engine, fold, last, isSkipped: true) ?? (plain.Hash == fold.Hash ? null : "hash");
    }

    private static string? Step(ExchangeEngine engine, ChangeFold fold, in CommandEnvelope envelope, bool isSkipped)
    {
        fold.Expect(envelope);
        try
        {
            ApplyOutput output = isSkipped ? engine.ApplySkipped(envelope) : engine.Apply(envelope);
            if (output.Rejection.Code == RejectCode.OutOfOrder)
                return null;
        }
        catch (Exception thrown) when (fold.Lost is not null)
        {
            return thrown.Message;
        }

        if (fold.IsSkipped != isSkipped)
            return "skipped";
        return fold.Snapshot().SequenceEqual(engine.Snapshot()) ? null : Differing(engine, fold);
    }

    private static string Differing(ExchangeEngine engine, ChangeFold fold) => string.Join(
        ' ',
        ExchangeEngine.DigestSnapshot(fold.Snapshot())!.Components.Zip(engine.ComputeDigest().Components)
            .Where(static pair => pair.First.Value != pair.Second.Value)
            .Select(static pair => pair.First.Key));
}
