namespace Hypercall.Testing.Twin;

/// <summary>Tiers, liquidation bonus, protection, agents.</summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? SetTier(TierUpdate command)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(command.Tier) is 0 or > TierUpdate.MaxTierBytes
            || command.MaxOpenOrders < 0 || command.MaxOpenPositions < 0)
            return NaiveReject.Of(RejectCode.InvalidTier);
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        wallet.Tier = (command.MaxOpenOrders, command.MaxOpenPositions);
        Emit(EventLines.TierChanged(
            wallet.Address, command.Tier, command.MaxOpenOrders, command.MaxOpenPositions));
        return null;
    }

    private NaiveReject? SetBonus(LiquidationBonusUpdate command)
    {
        if (command.BonusPpm is < 0 or > 1_000_000)
            return NaiveReject.Of(RejectCode.InvalidAmount, command.BonusPpm);
        _state.Wallet(command.Wallet).BonusPpm = command.BonusPpm;
        return null;
    }

    private const int MostNamedUnderlyings = 256;

    private NaiveReject? ConfigureMmp(MmpConfigUpdate command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Underlying);
        if (!IsWellFormed(command) || (command.Enabled && !CanProtect(command)))
            return NaiveReject.Of(RejectCode.InvalidMmpConfig);
        if (!_state.Underlyings.Contains(command.Underlying))
        {
            Reach("mmp disabled where nothing was ever named");
            if (_state.Underlyings.Count >= MostNamedUnderlyings)
                return NaiveReject.Of(RejectCode.InvalidMmpConfig);
        }

        NaiveWallet wallet = _state.Wallet(command.Wallet);
        NaiveMmp? protection = wallet.Protection(command.Underlying);
        long expected = (protection?.ConfigNonce ?? 0) + 1;
        if (command.ConfigNonce != expected)
            return NaiveReject.Of(RejectCode.InvalidConfigNonce, command.ConfigNonce, expected);
        _state.Underlyings.Add(command.Underlying);
        if (protection is null)
        {
            protection = new NaiveMmp { Underlying = command.Underlying };
            wallet.Protections.Add(protection);
        }

        protection.Enabled = command.Enabled;
        protection.IntervalMs = command.IntervalMs;
        protection.FrozenTimeMs = command.FrozenTimeMs;
        protection.QuantityLimit = command.QuantityLimit?.Units;
        protection.DeltaLimit = command.DeltaLimitUnits;
        protection.VegaLimit = command.VegaLimitUnits;
        protection.ConfigNonce = command.ConfigNonce;
        if (!command.Enabled)
            protection.Clear();
        if (!command.Enabled && !CanProtect(command))
            Reach("mmp disabled without either");
        Emit(EventLines.MmpConfigChanged(wallet.Address, command.Underlying));
        return null;
    }

    private bool IsWellFormed(MmpConfigUpdate command)
    {
        if (command.IntervalMs > _state.Rules.MaxMmpIntervalMs)
            Reach("mmp interval too long");
        return command.IntervalMs > 0 && command.IntervalMs <= _state.Rules.MaxMmpIntervalMs
            && command.FrozenTimeMs is >= 0 and <= CommandEnvelope.MaxTimestampMs
            && !(command.QuantityLimit?.Units < 0) && !(command.DeltaLimitUnits < 0) && !(command.VegaLimitUnits < 0);
    }

    /// <summary>What protects needs something to protect and a limit; what is disabled needs neither.</summary>
    private bool CanProtect(MmpConfigUpdate command)
    {
        bool hasInstrument = _state.Instruments.Exists(i => i.Underlying == command.Underlying);
        bool hasLimit = command.QuantityLimit is not null || command.DeltaLimitUnits is not null
            || command.VegaLimitUnits is not null;
        if (!hasInstrument)
            Reach("mmp without an instrument");
        if (!hasLimit)
            Reach("mmp without a limit");
        return hasInstrument && hasLimit;
    }

    private NaiveReject? ResetMmp(MmpReset command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Underlying);
        NaiveMmp? protection = _state.Wallet(command.Wallet).Protection(command.Underlying);
        long expected = (protection?.ConfigNonce ?? 0) + 1;
        if (command.ConfigNonce != expected)
            return NaiveReject.Of(RejectCode.InvalidConfigNonce, command.ConfigNonce, expected);
        if (protection is null)
            return NaiveReject.Of(RejectCode.UnknownMmpConfig);
        protection.ConfigNonce = command.ConfigNonce;
        protection.Clear();
        Emit(EventLines.MmpConfigChanged(command.Wallet, command.Underlying));
        return null;
    }

    private NaiveReject? Approve(ApproveAgent command)
    {
        if (command.Agent == command.Wallet)
            return NaiveReject.Of(RejectCode.InvalidAgent);
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        NaiveAgent? agent = wallet.Agents.Find(a => a.Address == command.Agent);
        if (agent is not null && !agent.IsAlive(_state.Now))
            return NaiveReject.Of(RejectCode.AgentDead);
        NaiveReject? tooMany = agent is null ? CheckAgents(wallet) : null;
        if (tooMany is not null)
            return tooMany;
        if (command.ExpiresAtMs <= _state.Now)
            return NaiveReject.Of(RejectCode.InvalidExpiry, command.ExpiresAtMs.Value, _state.Now);
        if (agent is null)
        {
            agent = new NaiveAgent { Address = command.Agent };
            wallet.Agents.Add(agent);
        }

        agent.ExpiresAt = command.ExpiresAtMs;
        Emit(EventLines.AgentChanged(wallet.Address, agent.Address, AgentStatus.Approved, agent.ExpiresAt));
        return null;
    }

    private NaiveReject? CheckAgents(NaiveWallet wallet)
    {
        int live = wallet.Agents.Count(a => a.IsAlive(_state.Now));
        if (live >= _state.Rules.MaxAgents)
        {
            Reach("too many agents alive");
            return NaiveReject.Of(RejectCode.TooManyAgents, live, _state.Rules.MaxAgents);
        }

        if (wallet.Agents.Count < _state.Rules.MaxAgentRecords)
            return null;
        Reach("too many agents with the dead");
        return NaiveReject.Of(RejectCode.TooManyAgents, wallet.Agents.Count, _state.Rules.MaxAgentRecords);
    }

    private NaiveReject? Revoke(RevokeAgent command)
    {
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        NaiveAgent? agent = wallet.Agents.Find(a => a.Address == command.Agent);
        if (agent is null || !agent.IsAlive(_state.Now))
            return NaiveReject.Of(RejectCode.UnknownAgent);
        agent.RevokedAt = _state.Now;
        Emit(EventLines.AgentChanged(wallet.Address, agent.Address, AgentStatus.Revoked, null));
        return null;
    }
}
