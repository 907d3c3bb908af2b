using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Tests.Rules;

/// <summary>Which configurations of a settlement pool are taken.</summary>
public sealed class SettlementPoolTests
{
    private static readonly SettlementPoolConfig Least = new(0, 0, 0, 0, 0, 0, 0, PolicyVersion: 1);
    private readonly ExchangeEngine _engine = new();

    [Fact]
    public void Nothing_in_it_is_below_zero_and_its_version_is_above()
    {
        Assert.Equal(RejectCode.None, Set("BTC", Least).Code);
        SettlementPoolConfig[] wrong =
        [
            Least with { TargetShortOiNotionalMultiplier = -1 },
            Least with { UtilizationKink = -1 },
            Least with { AprAtKink = -1 },
            Least with { MaxApr = -1 },
            Least with { NormalUtilizationCap = -1 },
            Least with { CrisisUtilizationCap = -1 },
            Least with { BridgeWindowMs = -1 },
            Least with { PolicyVersion = 0 },
        ];
        Assert.All(wrong, config => Assert.Equal(RejectCode.InvalidAmount, Set("BTC", config).Code));
    }

    [Fact]
    public void What_is_no_underlying_is_named() => Assert.Equal(
        new Rejection(RejectCode.InvalidSymbol, new RejectArguments(0, 0, "btc")), Set("btc", Least));

    private Rejection Set(string underlying, SettlementPoolConfig config) => _engine.Apply(CommandEnvelope.Trusted(
        _engine.Sequence + 1, 1_750_000_000_000, new SetPmSettlementPoolConfig(underlying, config))).Rejection;
}
