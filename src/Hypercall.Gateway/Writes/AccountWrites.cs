namespace Hypercall.Gateway.Writes;

/// <summary>Reads the bodies of gateway.md §4 that concern wallets, their agents and withdrawals.</summary>
internal sealed class AccountWrites(SigningDomain domain)
{
    private const int MostIds = 1_000;

    private static readonly (string, MarginMode)[] Modes =
        [("standard", MarginMode.Standard), ("portfolio", MarginMode.Portfolio)];

    public SignedWrite SetMarginMode(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.SetMarginMode);
        WalletAddress wallet = signed.Wallet("wallet");
        signed.Text("margin_mode");
        MarginMode mode = fields.Choice("margin_mode", null, Modes);
        return Of(ref signed, wallet, acting => new MarginModeUpdate(acting, mode));
    }

    /// <summary>The wallet is who signed. An expiry is not signed, and so refused as unknown.</summary>
    public SignedWrite ApproveAgent(Fields fields) => OfAgent(
        fields, SignedTypes.ApproveAgent, static (acting, agent) => new ApproveAgent(acting, agent));

    public SignedWrite RevokeAgent(Fields fields) => OfAgent(
        fields, SignedTypes.RevokeAgent, static (acting, agent) => new RevokeAgent(acting, agent));

    /// <summary>Which agents there are is known only once the signer is: its command is made then.</summary>
    public SignedWrite RevokeAllAgents(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.RevokeAllAgents);
        return Of(ref signed, null, static _ => new NonceAdvance());
    }

    /// <summary>Paying out to the destination is the operator's; the engine takes the cash.</summary>
    public Withdrawal Withdraw(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.WithdrawUsdc);
        WalletAddress wallet = signed.Wallet("wallet");
        if (signed.Wallet("account") != wallet)
            throw fields.Wrong("account", "the wallet");
        WalletAddress destination = signed.Wallet("destination");
        var amount = new Cash(fields.Units("amount", signed.Text("amount"), Cash.Decimals));
        return new Withdrawal(
            Of(ref signed, wallet, acting => new CashWithdrawalUpdate(acting, amount)), amount, destination);
    }

    /// <summary>A key's agent is approved as any other is.</summary>
    public SignedWrite ApproveKey(Fields fields, WalletAddress wallet, WalletAddress agent)
    {
        var signed = new SignedFields(fields, SignedTypes.ApproveAgent);
        signed.Add(agent);
        return Of(ref signed, wallet, acting => new ApproveAgent(acting, agent));
    }

    /// <summary>Settlements to be marked as seen. The engine hears nothing of it.</summary>
    public (SignedWrite Write, IReadOnlyCollection<long> Ids) MarkSeen(Fields fields)
    {
        var signed = new SignedFields(fields, SignedTypes.SetSettlementPayoutSeen);
        WalletAddress wallet = signed.Wallet("wallet");
        long[] ids = [.. fields.Items("ids", 1, MostIds).Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long id) ? id : 0)];
        if (ids[0] < 1 || ids.Zip(ids.Skip(1)).Any(pair => pair.Item1 >= pair.Item2))
            throw fields.Wrong("ids", "integers above 0, ascending, each once");
        signed.Add(string.Join(',', ids));
        signed.Add(true);
        SignedWrite write = Of(ref signed, wallet, static _ => new NonceAdvance());
        return (write with { ByWalletAlone = false }, ids);
    }

    private SignedWrite OfAgent(
        Fields fields, TypedStruct type, Func<WalletAddress, WalletAddress, EngineCommand> command)
    {
        var signed = new SignedFields(fields, type);
        WalletAddress agent = signed.Wallet("agent");
        return Of(ref signed, null, acting => command(acting, agent));
    }

    private SignedWrite Of(
        ref SignedFields signed, WalletAddress? wallet, Func<WalletAddress, EngineCommand> command) =>
        signed.Finish(domain, wallet, RateClass.Requests, command) with { ByWalletAlone = true };
}

/// <summary>A withdrawal, with what its answer tells.</summary>
internal sealed record Withdrawal(SignedWrite Write, Cash Amount, WalletAddress Destination);
