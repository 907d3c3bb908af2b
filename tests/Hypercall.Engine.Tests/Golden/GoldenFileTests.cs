using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.Tests.Encoding;

namespace Hypercall.Engine.Tests.Golden;

/// <summary>
/// The encoding never changes behind anyone's back: every committed file decodes for ever, encodes to itself again,
/// and (for the current versions) is what the sample of its name encodes to.
/// </summary>
public sealed class GoldenFileTests
{
    private const string CommandPrefix = "Command.";
    private const string OutcomePrefix = "Outcome.";
    private const string RulesPrefix = "RuleSet.";
    private const string VersionSuffix = ".v1";

    public static TheoryData<string> Names() => [.. GoldenFiles.Names()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_golden_file_decodes_and_encodes_to_itself(string name)
    {
        byte[] bytes = GoldenFiles.Read(name);

        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(DecodeAndEncode(name, bytes)));
    }

    [Fact]
    public void The_golden_files_are_what_the_samples_encode_to()
    {
        foreach ((string name, byte[] bytes) in Current())
            Assert.True(bytes.AsSpan().SequenceEqual(GoldenFiles.Read(name)), name);
    }

    [Fact]
    public void Every_command_type_and_event_kind_has_a_golden_file()
    {
        IEnumerable<string> expected = Enum.GetNames<CommandType>().Select(name => CommandPrefix + name)
            .Concat(Enum.GetNames<EventKind>().Select(name => OutcomePrefix + name))
            .Append(RulesPrefix + "Default")
            .Select(name => name + VersionSuffix);

        Assert.Empty(expected.Except(GoldenFiles.Names()));
    }

    [UpdateGoldenFact]
    public void Update()
    {
        foreach ((string name, byte[] bytes) in Current())
            GoldenFiles.Write(name, bytes);

        Assert.NotEmpty(GoldenFiles.Names());
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Current()
    {
        foreach ((string name, EngineCommand command) in CommandSamples.All().Where(item => !item.Key.Contains('-')))
        {
            CommandEnvelope envelope = EnvelopeCodecTests.FullEnvelope(command);
            yield return (CommandPrefix + name + VersionSuffix, EnvelopeCodec.Encode(envelope));
        }

        foreach ((string name, ApplyOutput output) in OutcomeSamples.All().Where(item => !item.Key.Contains('-')))
            yield return (OutcomePrefix + name + VersionSuffix, OutcomeCodecTests.Encode(output));

        var writer = new CanonicalWriter();
        RuleSetCodec.Write(writer, RuleSet.Default);
        yield return (RulesPrefix + "Default" + VersionSuffix, writer.ToArray());
    }

    private static byte[] DecodeAndEncode(string name, byte[] bytes)
    {
        var reader = new CanonicalReader(bytes);
        var writer = new CanonicalWriter();
        if (name.StartsWith(CommandPrefix, StringComparison.Ordinal))
        {
            CommandEnvelope envelope = EnvelopeCodec.Read(ref reader);
            Assert.Equal(name, CommandPrefix + envelope.Command?.Type + VersionSuffix);
            EnvelopeCodec.Write(writer, envelope);
        }
        else if (name.StartsWith(OutcomePrefix, StringComparison.Ordinal))
        {
            var output = new ApplyOutput();
            Assert.True(OutcomeCodec.TryRead(ref reader, output), reader.Error);
            OutcomeCodec.Write(writer, output);
        }
        else
        {
            RuleSet? rules = RuleSetCodec.Read(ref reader);
            Assert.True(rules is not null, reader.Error);
            RuleSetCodec.Write(writer, rules);
        }

        reader.ExpectEnd();
        Assert.Null(reader.Error);
        return writer.ToArray();
    }
}
