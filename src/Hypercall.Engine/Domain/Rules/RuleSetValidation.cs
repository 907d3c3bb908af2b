namespace Hypercall.Engine.Domain.Rules;

/// <summary>
/// Checks every member of a rule set against <see cref="RuleLimits"/>, in the order of wire.md §Rules. The engine
/// calls it for each SetRules and rejects the command with the path it returns. Paths are the members' JSON names:
/// <c>fees.makerPpm</c>, <c>overrides.BTC.maxSize</c>, <c>venueSigners.0x…</c>. That the version is the current + 1 is
/// the engine's own check.
/// </summary>
public static partial class RuleSetValidation
{
    /// <summary>The path of the first member that is out of range, or null.</summary>
    public static string? FirstInvalidMember(RuleSet rules) =>
        Unless(rules.Version >= 1, "version")
        ?? Unless(rules.Semantics == RuleSet.ImplementedSemantics, "semantics")
        ?? Unless(rules.DefaultStp <= StpMode.Decrement, "defaultStp")
        ?? OfSigners(rules.VenueSigners)
        ?? OfBuilders(rules.Builders.AsSpan())
        ?? Within(rules.OutcomeCache, 1, RuleLimits.MaxOutcomeCache, "outcomeCache")
        ?? Within(
            rules.OutcomeCacheBytes, RuleLimits.MinOutcomeCacheBytes, RuleLimits.MaxOutcomeCacheBytes,
            "outcomeCacheBytes")
        ?? Within(rules.MaxSources, 1, RuleLimits.MaxSources, "maxSources")
        ?? Within(rules.MaxAgents, 1, RuleLimits.MaxAgents, "maxAgents")
        ?? Within(rules.MaxAgentRecords, rules.MaxAgents, RuleLimits.MaxAgentRecords, "maxAgentRecords")
        ?? Within(rules.MaxMakers, 1, RuleLimits.MaxMakers, "maxMakers")
        ?? Within(rules.MaxMmpIntervalMs, 1, RuleLimits.MaxStageMs, "maxMmpIntervalMs")
        ?? Within(rules.MaxMmpRecords, RuleLimits.MinMmpRecords, RuleLimits.MaxMmpRecords, "maxMmpRecords")
        ?? Within(rules.MaxPriceAgeMs, 0, RuleLimits.MaxDurationMs, "maxPriceAgeMs")
        ?? Within(rules.MaxIndexMovePpm, 0, RuleLimits.MaxIndexMovePpm, "maxIndexMovePpm")
        ?? OfBand(rules.Trading.PriceBand, "")
        ?? OfDistress(rules.Trading.Distress, "")
        ?? Within(rules.ExpiryTimeMinutes, 0, RuleLimits.MaxExpiryTimeMinutes, "expiryTime")
        ?? OfTicks(rules.Trading.Ticks, "ticks")
        ?? Within(rules.SignificantFigures, 0, RuleLimits.MaxSignificantFigures, "significantFigures")
        ?? OfSize(rules.Trading.SizeStep, "sizeStep")
        ?? OfSize(rules.Trading.MinSize, "minSize")
        ?? OfSize(rules.Trading.MaxSize, "maxSize")
        ?? Unless(rules.Trading.MinSize <= rules.Trading.MaxSize, "maxSize")
        ?? OfFees(rules.Fees, "")
        ?? Within(rules.Tier.MaxOpenOrders, 0, RuleLimits.MaxTierLimit, "tier.maxOpenOrders")
        ?? Within(rules.Tier.MaxOpenPositions, 0, RuleLimits.MaxTierLimit, "tier.maxOpenPositions")
        ?? Unless(rules.Mmp.Breach <= MmpBreach.Reaches, "mmp.breach")
        ?? Unless(rules.Mmp.Window <= MmpWindow.Fixed, "mmp.window")
        ?? OfStandard(rules.Standard, "")
        ?? OfPortfolio(rules.Portfolio, "")
        ?? OfLiquidation(rules.Liquidation)
        ?? Within(rules.TwapMs, 0, RuleLimits.MaxDurationMs, "twapMs")
        ?? Within(rules.MaxSettlementMovePpm, 0, RuleLimits.WholePpm, "maxSettlementMovePpm")
        ?? Within(rules.MinTwapCoveragePpm, 0, RuleLimits.WholePpm, "minTwapCoveragePpm")
        ?? OfOverrides(rules);

    private static string? OfSigners(ImmutableArray<VenueSigner> signers)
    {
        ReadOnlySpan<VenueSigner> all = signers.AsSpan();
        if (all.Length > RuleLimits.MaxVenueSigners)
            return "venueSigners";
        for (int i = 0; i < all.Length; i++)
        {
            bool ascending = i == 0 || all[i - 1].Signer.CompareTo(all[i].Signer) < 0;
            if (!ascending || !AreVenueCommands(all[i].Commands.AsSpan()))
                return $"venueSigners.{all[i].Signer}";
        }

        return null;
    }

    private static string? OfBuilders(ReadOnlySpan<WalletAddress> builders)
    {
        if (builders.Length > RuleLimits.MaxBuilders)
            return "builders";
        for (int i = 1; i < builders.Length; i++)
        {
            if (builders[i - 1].CompareTo(builders[i]) >= 0)
                return "builders";
        }

        return null;
    }

    private static bool AreVenueCommands(ReadOnlySpan<CommandType> types)
    {
        for (int i = 0; i < types.Length; i++)
        {
            if (!IsVenueCommand(types[i]) || (i > 0 && types[i - 1] >= types[i]))
                return false;
        }

        return true;
    }

    /// <summary>
    /// True for the commands whose class is <see cref="CommandClass.Venue"/>, and for the withdrawals, which a source
    /// may report as well.
    /// </summary>
    internal static bool IsVenueCommand(CommandType type) => type is
        CommandType.RfqExecute or CommandType.CashWithdrawalUpdate or CommandType.OptionWithdrawalUpdate
        or CommandType.MarketAction or CommandType.TradingModeUpdate or CommandType.TickExpiry or CommandType.Tick
        or CommandType.PriceUpdate or CommandType.IvUpdate
        or CommandType.DepositUpdate or CommandType.InsuranceDeposit
        or CommandType.OptionDepositUpdate or CommandType.HypercorePositionUpdate or CommandType.HypercoreEquityUpdate
        or CommandType.TierUpdate or CommandType.LiquidationStateUpdate or CommandType.LiquidationBonusUpdate
        or CommandType.SetRules or CommandType.SetPmSettlementPoolConfig;
}
