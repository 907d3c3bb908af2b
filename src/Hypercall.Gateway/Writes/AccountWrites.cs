using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Gateway.Limits;
using Hypercall.Gateway.Requests;
using Hypercall.Gateway.Signing;

namespace Hypercall.Gateway.Writes;

/// <summary>Reads the bodies of gateway.md §4 that concern wallets, their agents and withdrawals.</summary>
/// <param name="domain">What they are signed in.</param>
internal sealed class AccountWrites(SigningDomain domain)
{
    private const int MostIds = 1_000;

    private static readonly (string, MarginMode)[] Modes =
        [("standard", MarginMode.Standard), ("portfolio", MarginMode.Portfolio)];

    public SignedWrite SetMarginMode(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        string text = fields.Text("margin_mode");
        MarginMode mode = fields.Choice("margin_mode", null, Modes);
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.SetMarginMode);
        signed.Add(wallet);
        signed.Add(text);
        return Of(fields, ref signed, wallet, nonce, acting => new MarginModeUpdate(acting, mode));
    }

    /// <summary>The wallet is who signed. An expiry is not signed, and so refused as unknown.</summary>
    public SignedWrite ApproveAgent(Fields fields) => OfAgent(
        fields, SignedTypes.ApproveAgent, static (acting, agent) => new ApproveAgent(acting, agent));

    public SignedWrite RevokeAgent(Fields fields) => OfAgent(
        fields, SignedTypes.RevokeAgent, static (acting, agent) => new RevokeAgent(acting, agent));

    /// <summary>Which agents there are is known only once the signer is: its command is made then.</summary>
    public SignedWrite RevokeAllAgents(Fields fields)
    {
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.RevokeAllAgents);
        return Of(fields, ref signed, null, nonce, static _ => new NonceAdvance());
    }

    /// <summary>Paying out to the destination is the operator's; the engine takes the cash.</summary>
    public Withdrawal Withdraw(Fields fields)
    {
        WalletAddress wallet = fields.Wallet("wallet");
        WalletAddress account = fields.Wallet("account");
        if (account != wallet)
            throw fields.Wrong("account", "the wallet");
        WalletAddress destination = fields.Wallet("destination");
        string text = fields.Text("amount");
        var amount = new Cash(fields.Units("amount", text, Cash.Decimals));
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.WithdrawUsdc);
        signed.Add(wallet);
        signed.Add(account);
        signed.Add(destination);
        signed.Add(text);
        return new Withdrawal(
            Of(fields, ref signed, wallet, nonce, acting => new CashWithdrawalUpdate(acting, amount)),
            amount,
            destination);
    }

    /// <summary>A key's agent is approved as any other is.</summary>
    public SignedWrite ApproveKey(Fields fields, WalletAddress wallet, WalletAddress agent)
    {
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.ApproveAgent);
        signed.Add(agent);
        return Of(fields, ref signed, wallet, nonce, acting => new ApproveAgent(acting, agent));
    }

    /// <summary>Settlements to be marked as seen. The engine hears nothing of it.</summary>
    public (SignedWrite Write, IReadOnlyCollection<long> Ids) MarkSeen(Fields fields)
    {
        const string expected = "integers above 0, ascending, each once";
        WalletAddress wallet = fields.Wallet("wallet");
        long[] ids = [.. fields.Items("ids", 1, MostIds).Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long id) ? id : 0)];
        if (ids[0] < 1 || ids.Zip(ids.Skip(1)).Any(pair => pair.Item1 >= pair.Item2))
            throw fields.Wrong("ids", expected);
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(SignedTypes.SetSettlementPayoutSeen);
        signed.Add(wallet);
        signed.Add(string.Join(',', ids));
        signed.Add(true);
        SignedWrite write = Of(fields, ref signed, wallet, nonce, static _ => new NonceAdvance());
        return (write with { ByWalletAlone = false }, ids);
    }

    private SignedWrite OfAgent(
        Fields fields, TypedStruct type, Func<WalletAddress, WalletAddress, EngineCommand> command)
    {
        WalletAddress agent = fields.Wallet("agent");
        long nonce = SignatureFields.ReadNonce(fields);
        var signed = new StructHash(type);
        signed.Add(agent);
        return Of(fields, ref signed, null, nonce, acting => command(acting, agent));
    }

    private SignedWrite Of(
        Fields fields,
        ref StructHash signed,
        WalletAddress? wallet,
        long nonce,
        Func<WalletAddress, EngineCommand> command) =>
        SignatureFields.Finish(domain, fields, ref signed, wallet, nonce, RateClass.Requests, command) with
        {
            ByWalletAlone = true,
        };
}

/// <summary>A withdrawal, with what its answer tells.</summary>
internal sealed record Withdrawal(SignedWrite Write, Cash Amount, WalletAddress Destination);
