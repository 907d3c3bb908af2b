using Hypercall.Gateway.Requests;

namespace Hypercall.Gateway.Tests;

/// <summary>Which names of an option lead to the engine's.</summary>
public sealed class SymbolNamesTests
{
    [Theory]
    [InlineData("ETH_USDC-1JAN26-3200-C")]
    [InlineData("ETH-1JAN26-3200-C")]
    [InlineData("ETH-20260101-3200-C")]
    public void A_name_in_any_of_the_forms_is_taken(string name) =>
        Assert.Equal("ETH-20260101-3200-C", SymbolNames.Canonical(name));

    [Theory]
    [InlineData("ETH-+1JAN26-3200-C")]
    [InlineData("ETH- 1JAN26-3200-C")]
    [InlineData("ETH-01JAN26-3200-C")]
    [InlineData("ETH-1JAN+6-3200-C")]
    [InlineData("ETH-0JAN26-3200-C")]
    [InlineData("ETH-32JAN26-3200-C")]
    public void A_day_in_another_form_is_none(string name) => Assert.Equal(name, SymbolNames.Canonical(name));
}
