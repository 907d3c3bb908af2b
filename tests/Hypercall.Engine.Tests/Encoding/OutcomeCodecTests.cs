using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

public sealed class OutcomeCodecTests
{
    public static TheoryData<string> Names() => [.. OutcomeSamples.All().Select(item => item.Key)];

    [Fact]
    public void Samples_cover_every_event_kind()
    {
        HashSet<EventKind> covered = [];
        foreach ((_, ApplyOutput output) in OutcomeSamples.All())
        {
            for (int i = 0; i < output.Events.Count; i++)
                covered.Add(output.Events.KindAt(i));
        }

        Assert.Equal(Enum.GetValues<EventKind>().ToHashSet(), covered);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_outcome_survives_a_round_trip_into_a_used_target(string name)
    {
        ApplyOutput output = OutcomeSamples.All().Single(item => item.Key == name).Value;
        ApplyOutput target = OutcomeSamples.All().Single(item => item.Key == "Duplicate").Value;
        target.Events.Add(new RulesChanged(99));
        byte[] bytes = Encode(output);

        var reader = new CanonicalReader(bytes, new Utf8StringPool());
        bool read = OutcomeCodec.TryRead(ref reader, target);

        Assert.True(read, reader.Error);
        Assert.Equal(0, reader.Remaining);
        Assert.Equal(OutcomeText.Describe(output), OutcomeText.Describe(target));
        Assert.Equal(bytes, Encode(target));
    }

    [Fact]
    public void Several_outcomes_are_read_one_after_another()
    {
        var writer = new CanonicalWriter();
        var samples = OutcomeSamples.All().Select(item => item.Value).ToList();
        foreach (ApplyOutput sample in samples)
            OutcomeCodec.Write(writer, sample);

        var reader = new CanonicalReader(writer.Written);
        var target = new ApplyOutput();
        foreach (ApplyOutput sample in samples)
        {
            Assert.True(OutcomeCodec.TryRead(ref reader, target), reader.Error);
            Assert.Equal(OutcomeText.Describe(sample), OutcomeText.Describe(target));
        }

        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_failed_read_leaves_an_empty_target()
    {
        byte[] bytes = Encode(OutcomeSamples.All().Single(item => item.Key == "Duplicate").Value);
        var target = new ApplyOutput();

        var reader = new CanonicalReader(bytes.AsSpan(0, bytes.Length - 1));
        bool read = OutcomeCodec.TryRead(ref reader, target);

        Assert.False(read);
        Assert.NotNull(reader.Error);
        Assert.Equal(0, target.Events.Count);
        Assert.Equal(0, target.Results.Length);
        Assert.False(target.Duplicate);
    }

    [Fact]
    public void Levels_that_the_bytes_cannot_hold_are_refused()
    {
        byte[] bytes = Encode(OutcomeSamples.All().Single(item => item.Key == "BookChanged").Value);
        int counts = bytes.AsSpan().LastIndexOf([(byte)3, (byte)1]);
        bytes[counts] = 120;

        var reader = new CanonicalReader(bytes);

        Assert.False(OutcomeCodec.TryRead(ref reader, new ApplyOutput()));
        Assert.Contains("too large", reader.Error, StringComparison.Ordinal);
    }

    internal static byte[] Encode(ApplyOutput output)
    {
        var writer = new CanonicalWriter();
        OutcomeCodec.Write(writer, output);
        return writer.ToArray();
    }
}
