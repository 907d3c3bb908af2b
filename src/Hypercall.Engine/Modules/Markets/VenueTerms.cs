namespace Hypercall.Engine.Modules.Markets;

/// <summary>The venue's terms: rules, trading modes, settlement pools.</summary>
internal sealed class VenueTerms(EngineState state, Turn turn)
{
    /// <summary>New rules hold for the next command; open orders that they would refuse stay.</summary>
    public Refusal? ApplySetRules(SetRules command)
    {
        string? member = command.MalformedMember;
        if (member is null && command.Rules!.Version != state.Rules.Version + 1)
            member = "version";
        member ??= RuleSetValidation.FirstInvalidMember(command.Rules!);
        if (member is not null)
            return turn.Reject(RejectCode.InvalidRules, 0, 0, member);
        state.UseRules(command.Rules!);
        turn.Events.Add(new RulesChanged(state.Rules.Version));
        return null;
    }

    public Refusal? ApplyTradingMode(TradingModeUpdate command)
    {
        if (command.Underlying == TradingModeUpdate.WholeVenue)
        {
            state.Markets.SetVenueModes(command.Modes);
            return null;
        }

        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        state.Markets.SetModes(state.GetOrAddUnderlying(command.Underlying), command.Modes);
        return null;
    }

    public Refusal? ApplySettlementPool(SetPmSettlementPoolConfig command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        SettlementPoolConfig config = command.Config;
        bool valid = config is
        {
            TargetShortOiNotionalMultiplier: >= 0,
            UtilizationKink: >= 0,
            AprAtKink: >= 0,
            MaxApr: >= 0,
            NormalUtilizationCap: >= 0,
            CrisisUtilizationCap: >= 0,
            BridgeWindowMs: >= 0,
            PolicyVersion: > 0,
        };
        if (!valid)
            return RejectCode.InvalidAmount;
        state.Markets.SetSettlementPool(state.GetOrAddUnderlying(command.Underlying), config);
        return null;
    }
}
