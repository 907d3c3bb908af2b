using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Outcomes;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Tiers, liquidation states, protection, agents.</summary>
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

    private NaiveReject? SetLiquidationState(LiquidationStateUpdate command)
    {
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        if (wallet.Liquidation == command.State)
            return null;
        EnterLiquidation(wallet, command.State);
        return null;
    }

    private static NaiveReject? CheckBonus(LiquidationBonusUpdate command) =>
        command.BonusPpm is < 0 or > 1_000_000
            ? NaiveReject.Of(RejectCode.InvalidAmount, command.BonusPpm)
            : null;

    private NaiveReject? ConfigureMmp(MmpConfigUpdate command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return NaiveReject.Named(RejectCode.InvalidSymbol, command.Underlying);
        if (command.IntervalMs is <= 0 or > CommandEnvelope.MaxTimestampMs
            || command.FrozenTimeMs is < 0 or > CommandEnvelope.MaxTimestampMs
            || command.QuantityLimit?.Units < 0
            || command.DeltaLimitUnits < 0 || command.VegaLimitUnits < 0)
            return NaiveReject.Of(RejectCode.InvalidMmpConfig);
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        NaiveMmp? protection = wallet.Protection(command.Underlying);
        long expected = (protection?.ConfigNonce ?? 0) + 1;
        if (command.ConfigNonce != expected)
            return NaiveReject.Of(RejectCode.InvalidConfigNonce, command.ConfigNonce, expected);
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
        Emit(EventLines.MmpConfigChanged(wallet.Address, command.Underlying));
        return null;
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

    private NaiveReject? Revoke(RevokeAgent command)
    {
        NaiveWallet wallet = _state.Wallet(command.Wallet);
        NaiveAgent? agent = wallet.Agents.Find(a => a.Address == command.Agent);
        if (agent is null || !agent.IsAlive(_state.Now))
            return NaiveReject.Of(RejectCode.UnknownAgent);
        agent.Revoked = true;
        Emit(EventLines.AgentChanged(wallet.Address, agent.Address, AgentStatus.Revoked, null));
        return null;
    }
}
