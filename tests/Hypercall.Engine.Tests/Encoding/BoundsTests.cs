using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>
/// An envelope or an outcome in which a single value is out of the bounds of its layout is refused by the value's name,
/// whatever it is: each field of each sample is broken in turn by the walk that writes it.
/// </summary>
public sealed class BoundsTests
{
    public static TheoryData<string> Commands() => [.. CommandSamples.All().Select(item => item.Key)];

    public static TheoryData<string> Outcomes() => [.. OutcomeSamples.All().Select(item => item.Key)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_value_of_an_envelope_beyond_its_bounds_is_refused_by_name(string name)
    {
        EngineCommand command = CommandSamples.All().Single(item => item.Key == name).Value;
        var envelope = new CommandEnvelope(
            5, 1_700_000_000_000, new RequestId(7), 1_700_000_000_001, CommandSamples.Bob, 9, command);
        FieldBreaker breaker = FieldBreaker.Of((ref BrokenOutput output) => EnvelopeShape.Walk(ref output, envelope));

        Check(breaker, least: 4, bytes =>
        {
            EnvelopeCodec.TryDecode(bytes, null, out _, out string? error);
            return error;
        });
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void A_value_of_an_outcome_beyond_its_bounds_is_refused_by_name(string name)
    {
        ApplyOutput sample = OutcomeSamples.All().Single(item => item.Key == name).Value;
        FieldBreaker breaker = FieldBreaker.Of((ref BrokenOutput output) => OutcomeShapes.Walk(ref output, sample));
        var target = new ApplyOutput();

        Check(breaker, least: 4, bytes =>
        {
            var reader = new CanonicalReader(bytes);
            OutcomeCodec.TryRead(ref reader, target);
            return reader.Error;
        });
    }

    /// <summary>The breaks above follow the layout's bounds; these are the spec's, whatever a layout says.</summary>
    [Fact]
    public void No_symbol_or_underlying_may_be_longer_than_the_longest()
    {
        byte[] longer = FieldBreaker.Text(TextLimits.MaxSymbolBytes + 1);
        List<string> unbounded = [];
        int tried = 0;
        foreach ((string name, FieldBreaker breaker) in Samples())
        {
            foreach (WalkedField field in breaker.Fields().Where(field => field.Name is "symbol" or "underlying"))
            {
                tried++;
                if (!field.Breaks.Any(broken => broken.Bytes.AsSpan().SequenceEqual(longer)))
                    unbounded.Add($"{name}: {field.Name}");
            }
        }

        Assert.Empty(unbounded);
        Assert.True(tried >= 30, $"only {tried} names were seen");
    }

    private static IEnumerable<(string Name, FieldBreaker Breaker)> Samples()
    {
        foreach ((string name, EngineCommand command) in CommandSamples.All())
        {
            var envelope = new CommandEnvelope(5, 6, new RequestId(7), 8, CommandSamples.Bob, 9, command);
            yield return (
                name, FieldBreaker.Of((ref BrokenOutput output) => EnvelopeShape.Walk(ref output, envelope)));
        }

        foreach ((string name, ApplyOutput sample) in OutcomeSamples.All())
            yield return (name, FieldBreaker.Of((ref BrokenOutput output) => OutcomeShapes.Walk(ref output, sample)));
    }

    /// <summary>Of many fields of one name the first two and the last are broken: those between are walked as they
    /// are.</summary>
    private static void Check(FieldBreaker breaker, int least, Func<byte[], string?> read)
    {
        List<string> wrong = [];
        int tried = 0;
        Dictionary<string, int> last = breaker.Fields().GroupBy(field => field.Name)
            .ToDictionary(fields => fields.Key, fields => fields.Max(field => field.Rank));
        foreach ((WalkedField field, FieldBreak broken) in breaker.Breaks())
        {
            if (field.Rank > 1 && field.Rank < last[field.Name])
                continue;
            tried++;
            string? error = read(breaker.Write(field, broken));
            if (error is null || !error.StartsWith($"{field.Name} ", StringComparison.Ordinal))
                wrong.Add($"{field} as {Convert.ToHexString([.. broken.Bytes.Take(16)])}: {error}");
        }

        Assert.Empty(wrong);
        Assert.True(tried >= least, $"only {tried} values were tried");
    }
}
