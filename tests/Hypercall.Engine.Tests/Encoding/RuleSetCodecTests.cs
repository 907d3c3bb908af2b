using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

public sealed class RuleSetCodecTests
{
    public static TheoryData<string> Names() => [.. RuleSamples.All().Select(item => item.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_rule_set_survives_a_round_trip(string name)
    {
        RuleSet rules = RuleSamples.All().Single(item => item.Key == name).Value;
        byte[] bytes = Encode(rules);

        var reader = new CanonicalReader(bytes);
        RuleSet? decoded = RuleSetCodec.Read(ref reader);
        reader.ExpectEnd();

        Assert.Null(reader.Error);
        Assert.NotNull(decoded);
        Assert.Equal(bytes, Encode(decoded));
        Assert.Equal(Scalars(rules).ToString(), Scalars(decoded).ToString());
        Assert.Equal(rules.Trading.Ticks.AsEnumerable(), decoded.Trading.Ticks.AsEnumerable());
        Assert.Equal(rules.Portfolio.Scenarios.AsEnumerable(), decoded.Portfolio.Scenarios.AsEnumerable());
        Assert.Equal(rules.VenueSigners.Select(Describe), decoded.VenueSigners.Select(Describe));
        Assert.Equal(rules.Overrides.Select(Describe), decoded.Overrides.Select(Describe));
    }

    /// <summary>The rule set without its lists, which compare by reference.</summary>
    private static RuleSet Scalars(RuleSet rules) => rules with
    {
        VenueSigners = [],
        Overrides = [],
        Trading = rules.Trading with { Ticks = [] },
        Portfolio = rules.Portfolio with { Scenarios = [] },
    };

    private static string Describe(VenueSigner signer) => $"{signer.Signer} {string.Join(' ', signer.Commands)}";

    private static string Describe(UnderlyingOverride item)
    {
        string ticks = item.Ticks is { } steps ? string.Join(' ', steps) : "none";
        string scenarios = item.Portfolio is { } portfolio ? string.Join(' ', portfolio.Scenarios) : "none";
        UnderlyingOverride scalars = item with
        {
            Ticks = null,
            Portfolio = item.Portfolio is null ? null : item.Portfolio with { Scenarios = [] },
        };
        return $"{scalars} {ticks} {scenarios}";
    }

    private static byte[] Encode(RuleSet rules)
    {
        var writer = new CanonicalWriter();
        RuleSetCodec.Write(writer, rules);
        return writer.ToArray();
    }
}
