using System.Diagnostics;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Pricing;

namespace Hypercall.Engine.Tests.Greeks;

/// <summary>
/// The same bits everywhere. A change of these constants is a change of the engine's results: journals written before
/// it would no longer replay to their hashes.
/// </summary>
public sealed class GreeksFingerprintTests
{
    private const string Expected = "4d267cd347371115e82930e734f3c6dc7100030ce146fdd43512a55559ada974";

    [Fact]
    public void The_bits_of_all_results_are_the_recorded_ones() =>
        Assert.Equal(Expected, GreeksFingerprint.Compute());

    [Theory]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    [InlineData("DOTNET_TieredPGO", "0")]
    [InlineData("DOTNET_TieredCompilation,DOTNET_EnableHWIntrinsic,DOTNET_TieredPGO", "0")]
    public void No_setting_of_the_runtime_changes_a_bit(string variables, string value)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(GreeksFingerprint).Assembly.Location);
        start.ArgumentList.Add(ChildProgram.GreeksVerb);
        foreach (string variable in variables.Split(','))
            start.Environment[variable] = value;
        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.Equal(0, child.ExitCode);
        Assert.Equal(Expected, output.Trim());
    }

    [Fact]
    public void Listed_results_have_the_recorded_bits()
    {
        Assert.True(BlackScholes.TryCompute(OptionType.Call, 3_200, 3_500, 0.125, 0.65, out OptionGreeks greeks));
        (string Name, double Value)[] results =
        [
            ("exp(1)", DeterministicMath.Exp(1)), ("exp(-700)", DeterministicMath.Exp(-700)),
            ("ln(2)", PricingFunctions.Log(2)), ("ln(3500/3200)", DeterministicMath.LogRatio(3_500, 3_200)),
            ("N(-10)", PricingFunctions.Cumulative(-10)), ("N(-0.25)", PricingFunctions.Cumulative(-0.25)),
            ("price", greeks.Price), ("delta", greeks.Delta), ("gamma", greeks.Gamma), ("vega", greeks.Vega),
            ("theta", greeks.Theta),
        ];
        Assert.Equal(
            [
                "exp(1) 4005BF0A8B14576A",
                "exp(-700) 00D14F2B0FB9307F",
                "ln(2) 3FE62E42FEFA39EF",
                "ln(3500/3200) 3FB6F0D28AE56B4B",
                "N(-10) 3B226C75E84FB10D",
                "N(-0.25) 3FD9AECBA9D22527",
                "price 40666B02ED7240F0",
                "delta 3FD910B371D1F4C4",
                "gamma 3F411DD4A0E4331D",
                "vega 4011624BF367C3EA",
                "theta C008BFCF2168CC9F",
            ],
            results.Select(result => $"{result.Name} {BitConverter.DoubleToInt64Bits(result.Value):X16}").ToArray());
    }
}
