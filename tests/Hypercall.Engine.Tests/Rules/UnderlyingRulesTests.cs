using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Tests.Encoding;

namespace Hypercall.Engine.Tests.Rules;

public sealed class UnderlyingRulesTests
{
    [Fact]
    public void An_underlying_without_override_has_the_general_rules()
    {
        RuleSet rules = RuleSet.Default;

        UnderlyingRules resolved = UnderlyingRules.Resolve(rules, "DOGE");

        Assert.Equal(480, resolved.ExpiryTimeMinutes);
        Assert.Equal(1_000_000, resolved.TickUnitsAt(1));
        Assert.Equal(rules.Trading.SizeStep.Units, resolved.SizeStepUnits);
        Assert.Equal(rules.Trading.MinSize.Units, resolved.MinSizeUnits);
        Assert.Equal(rules.Trading.MaxSize.Units, resolved.MaxSizeUnits);
        Assert.Equal(rules.Trading.PriceBand, resolved.PriceBand);
        Assert.Same(rules.Fees, resolved.Fees);
        Assert.Same(rules.Standard, resolved.Standard);
        Assert.Same(rules.Portfolio, resolved.Portfolio);
    }

    [Fact]
    public void An_override_replaces_each_member_it_names()
    {
        UnderlyingOverride own = RuleSamples.Full.Overrides[0];

        UnderlyingRules resolved = UnderlyingRules.Resolve(RuleSamples.Full, "BTC");

        Assert.Equal(0, resolved.ExpiryTimeMinutes);
        Assert.Equal(1, resolved.SizeStepUnits);
        Assert.Equal(2, resolved.MinSizeUnits);
        Assert.Equal(3, resolved.MaxSizeUnits);
        Assert.Equal(own.PriceBand, resolved.PriceBand);
        Assert.Same(own.Fees, resolved.Fees);
        Assert.Same(own.Standard, resolved.Standard);
        Assert.Same(own.Portfolio, resolved.Portfolio);
    }

    [Fact]
    public void An_override_may_lift_the_band() => Assert.Multiple(
        () => Assert.Null(UnderlyingRules.Resolve(RuleSamples.Full, "SOL").PriceBand),
        () => Assert.NotNull(UnderlyingRules.Resolve(RuleSamples.Full, "ETH").PriceBand));

    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(499_999_999, 1_000_000)]
    [InlineData(500_000_000, 10)]
    [InlineData(Price.MaxUnits, 10)]
    public void The_tick_of_the_greatest_start_not_above_the_price_holds(long price, long tick) =>
        Assert.Equal(tick, UnderlyingRules.Resolve(RuleSamples.Full, "BTC").TickUnitsAt(price));
}
