using System.Collections.Immutable;

namespace Hypercall.Testing.Twin;

/// <summary>Random rule sets for streams.</summary>
internal static class RulesMaker
{
    private static readonly ImmutableArray<CommandType> VenueCommands = Sorted(
    [
        CommandType.MarketAction, CommandType.TradingModeUpdate, CommandType.TickExpiry, CommandType.Tick,
        CommandType.PriceUpdate, CommandType.IvUpdate, CommandType.DepositUpdate, CommandType.InsuranceDeposit,
        CommandType.OptionDepositUpdate, CommandType.TierUpdate, CommandType.LiquidationStateUpdate,
        CommandType.LiquidationBonusUpdate, CommandType.HypercorePositionUpdate, CommandType.HypercoreEquityUpdate,
        CommandType.SetRules, CommandType.SetPmSettlementPoolConfig, CommandType.CashWithdrawalUpdate,
        CommandType.OptionWithdrawalUpdate, CommandType.RfqExecute,
    ]);

    private static ImmutableArray<CommandType> Sorted(CommandType[] types) => [.. types.Order()];

    /// <summary>A valid rule set.</summary>
    public static RuleSet Make(SeededRandom random, StreamProfile profile, int version) =>
        MarginMaker.Add(random, profile, Basis(random, profile, version));

    private static RuleSet Basis(SeededRandom random, StreamProfile profile, int version)
    {
        int maxAgents = random.Pick(16, 16, 2, 1);
        return RuleSet.Default with
        {
            Version = version,
            MarginEnabled = random.PerMille(profile.Margin),
            DefaultStp = random.Any<StpMode>(),
            VenueSigners = [new VenueSigner(WalletAddress.FromNumber(900), Signable(random))],
            Builders = Builders(random),
            OutcomeCache = random.Pick(1, 3, 20, 200, 262_144),
            OutcomeCacheBytes = random.Pick(67_108_864, 1_048_576),
            MaxSources = random.Pick(1_024, 1_024, 3, 5, 1),
            MaxAgents = maxAgents,
            MaxAgentRecords = random.Pick(64, maxAgents, maxAgents + 1),
            MaxMakers = random.Pick(2_000, 2_000, 2_000, 1, 2, 3),
            MaxMmpIntervalMs = random.Pick(3_600_000, 86_400_000, 5_000),
            MaxMmpRecords = random.Pick(4_096, 2, 3),
            MaxSettlementMovePpm = random.Pick(100_000, 100_000, 0, 1_000_000, 33_333),
            MinTwapCoveragePpm = random.Pick(500_000, 0, 0, 1_000_000, 10_000),
            MaxPriceAgeMs = profile.NearTheMoney
                ? random.Pick(0, 0, 600_000, 600_000, 60_000, 5_000)
                : random.Pick(0, 5_000, 60_000, 60_000),
            MaxIndexMovePpm = random.Pick(0, 30_000, 500_000),
            ExpiryTimeMinutes = random.Pick(0, 480, 1_439),
            SignificantFigures = profile.Fine || profile.Huge ? 0 : random.Pick(0, 4, 5, 5),
            Trading = Trading(random, profile),
            Fees = Fees(random, profile),
            Tier = random.Pick(new TierRules(100, 50), new TierRules(12, 5), new TierRules(30, 12)),
            Mmp = new MmpRules(random.Any<MmpBreach>(), random.Any<MmpWindow>()),
            Overrides = Overrides(random, profile),
        };
    }

    /// <summary>The rule set with one member out of range.</summary>
    public static RuleSet Break(SeededRandom random, RuleSet rules) => random.Below(18) switch
    {
        0 => rules with { Version = rules.Version - 1 },
        1 => rules with { Version = rules.Version + 1 },
        2 => rules with { Semantics = 2 },
        3 => rules with { OutcomeCache = 0 },
        4 => rules with { MaxPriceAgeMs = -1 },
        5 => rules with { Fees = rules.Fees with { MakerPpm = 1_000_001 } },
        6 => rules with { Trading = rules.Trading with { Ticks = [] } },
        7 => rules with { Trading = rules.Trading with { MaxSize = new Quantity(0) } },
        8 => MarginMaker.BreakScenarios(random, rules),
        9 => rules with { Builders = [WalletAddress.FromNumber(2), WalletAddress.FromNumber(2)] },
        10 => rules with { OutcomeCacheBytes = 1_048_575 },
        11 => rules with { MaxSources = random.Pick(0, 65_537) },
        12 => rules with { MaxAgentRecords = rules.MaxAgents - 1 },
        13 => rules with { MaxMakers = random.Pick(0, 100_001) },
        14 => rules with { MaxMmpRecords = 1 },
        15 => rules with { MaxMmpIntervalMs = random.Pick(0, 86_400_001) },
        16 => rules with { MinTwapCoveragePpm = 1_000_001 },
        _ => rules with { MaxIndexMovePpm = -1 },
    };

    /// <summary>Some of the wallets, agents and strangers of a stream.</summary>
    private static ImmutableArray<WalletAddress> Builders(SeededRandom random)
    {
        int most = random.Pick(0, 3, 10);
        return [.. Enumerable.Range(1, most).Where(_ => random.PerMille(700)).Select(n => WalletAddress.FromNumber((ulong)n))];
    }

    private static ImmutableArray<CommandType> Signable(SeededRandom random)
    {
        int dropped = (int)random.Below(VenueCommands.Length * 3L);
        return dropped < VenueCommands.Length ? VenueCommands.RemoveAt(dropped) : VenueCommands;
    }

    private static TradingRules Trading(SeededRandom random, StreamProfile profile)
    {
        long contract = Quantity.UnitsPerContract;
        PriceBandRules? band = MarginMaker.Band(random, profile);
        DistressRules? distress = MarginMaker.Distress(random);
        if (profile.Huge)
        {
            return new TradingRules(
                [new(new(0), Price.FromUsdc(1))],
                new(contract),
                new(contract),
                new(1_000_000_000 * contract),
                band,
                distress);
        }

        return profile.Fine
            ? new TradingRules([new(new(0), new(1))], new(1), new(1), new(1_000 * contract), band, distress)
            : new TradingRules(
                Ticks(random),
                new(contract / random.Pick(100, 10)),
                new(contract / random.Pick(10, 2)),
                new(contract * random.Pick(1_000_000, 9)),
                band,
                distress);
    }

    private static ImmutableArray<TickStep> Ticks(SeededRandom random)
    {
        long usdc = Price.UnitsPerUsdc;
        TickStep cent = new(new(0), new(usdc / 100));
        TickStep dime = new(new(0), new(usdc / 10));
        TickStep half = new(new(100 * usdc), new(usdc / 2));
        TickStep whole = new(new(101 * usdc), new(usdc));
        return random.Below(4) switch
        {
            0 => [cent],
            1 => [dime],
            2 => [dime, half],
            _ => [cent, half, whole],
        };
    }

    private static FeeRules Fees(SeededRandom random, StreamProfile profile)
    {
        int style = random.PerMille(800) ? profile.Fees : (int)random.Below(6);
        (long maker, long taker) = style switch
        {
            0 => (0L, 0L),
            1 => (200L, 500L),
            2 => (-100L, 500L),
            3 => (200L, -50L),
            5 => (-20L, -10L),
            _ => (random.Between(-333, 1_234), random.Between(-77, 777)),
        };
        long cap = random.Pick(125_000, 0, 1_000_000, 3_333);
        long builder = random.Pick(500_000, 0, 1_000_000, 333_333);
        long settlement = random.Pick(150, 150, 0, -33, 1_234);
        return new FeeRules(maker, taker, cap, settlement, random.Pick(125_000, 125_000, 0, 1_000_000), builder);
    }

    private static ImmutableArray<UnderlyingOverride> Overrides(SeededRandom random, StreamProfile profile)
    {
        if (random.PerMille(500))
            return [];
        TradingRules trading = Trading(random, profile);
        UnderlyingOverride eth = new()
        {
            Underlying = "ETH",
            ExpiryTimeMinutes = random.PerMille(500) ? 600 : null,
            Ticks = random.PerMille(300) ? trading.Ticks : null,
            SizeStep = random.PerMille(300) ? trading.SizeStep : null,
            MinSize = random.PerMille(300) ? trading.MinSize : null,
            MaxSize = random.PerMille(300) ? trading.MaxSize : null,
            Fees = random.PerMille(500) ? Fees(random, profile) : null,
        };
        UnderlyingOverride btc = new() { Underlying = "BTC", Fees = Fees(random, profile) };
        return random.PerMille(300) ? [btc, eth] : [eth];
    }
}
