namespace Hypercall.Engine.Modules.Requests;

/// <summary>Agents that sign for a wallet: approved and revoked by it.</summary>
internal sealed class Agents(EngineState state, Turn turn)
{
    public Refusal? ApplyApproveAgent(ApproveAgent command)
    {
        if (command.Agent == command.Wallet)
            return RejectCode.InvalidAgent;
        WalletAccount? wallet = state.Wallets.Find(command.Wallet);
        int number = wallet is null ? -1 : state.Agents.Find(wallet.Number, command.Agent);
        if (number >= 0 && !state.Agents.IsAlive(number, state.TimestampMs))
            return RejectCode.AgentDead;
        if (number < 0 && wallet is not null && CheckAgentLimits(wallet) is { } rejection)
            return rejection;
        if (command.ExpiresAtMs <= state.TimestampMs)
            return turn.Reject(RejectCode.InvalidExpiry, command.ExpiresAtMs.Value, state.TimestampMs);

        long expiry = command.ExpiresAtMs ?? AgentTable.Never;
        wallet ??= state.Wallets.GetOrAdd(command.Wallet);
        state.Agents.Put(wallet, command.Agent, expiry);
        turn.Events.Add(new AgentChanged(command.Wallet, command.Agent, AgentStatus.Approved, command.ExpiresAtMs));
        return null;
    }

    private Refusal? CheckAgentLimits(WalletAccount wallet)
    {
        (int all, int live) = state.Agents.CountOf(wallet, state.TimestampMs);
        if (live >= state.Rules.MaxAgents)
            return turn.Reject(RejectCode.TooManyAgents, live, state.Rules.MaxAgents);
        return all >= state.Rules.MaxAgentRecords
            ? turn.Reject(RejectCode.TooManyAgents, all, state.Rules.MaxAgentRecords)
            : null;
    }

    public Refusal? ApplyRevokeAgent(RevokeAgent command)
    {
        WalletAccount? wallet = state.Wallets.Find(command.Wallet);
        int number = wallet is null ? -1 : state.Agents.Find(wallet.Number, command.Agent);
        if (number < 0 || !state.Agents.IsAlive(number, state.TimestampMs))
            return RejectCode.UnknownAgent;
        state.Agents.Put(wallet!, command.Agent, state.TimestampMs);
        turn.Events.Add(new AgentChanged(command.Wallet, command.Agent, AgentStatus.Revoked, null));
        return null;
    }
}
