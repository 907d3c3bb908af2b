namespace Hypercall.Engine.Modules.Requests;

/// <summary>Who may give a command, check 2 of engine.md §4.</summary>
internal sealed class Authority(EngineState state)
{
    public Refusal? CheckAuthority(in CommandEnvelope envelope, WalletCommand? acting)
    {
        if (envelope.Command.Transfer is { } transfer)
            return MayTransfer(envelope, transfer) ? null : RejectCode.NotAuthorized;
        if (envelope.Signer is not { } signer)
            return envelope.Command is NonceAdvance ? RejectCode.NotAuthorized : null;
        if (acting is not null && acting.Wallet == signer && envelope.Command.Class != CommandClass.Venue)
            return null;
        bool authorized = envelope.Command.Class switch
        {
            CommandClass.Venue => IsVenueSigner(signer, envelope.Command.Type),
            CommandClass.WalletOnly => false,
            _ when envelope.Command is NonceAdvance => envelope.Nonce is not null,
            _ => acting is not null && IsLiveAgent(acting.Wallet, signer),
        };
        return authorized ? null : RejectCode.NotAuthorized;
    }

    private bool IsVenueSigner(WalletAddress signer, CommandType type)
    {
        foreach (VenueSigner named in state.Rules.VenueSigners)
        {
            if (named.Signer == signer)
                return named.Commands.Contains(type);
        }

        return false;
    }

    private bool IsLiveAgent(WalletAddress address, WalletAddress signer)
    {
        if (state.Wallets.Find(address) is not { } wallet)
            return false;
        int number = state.Agents.Find(wallet.Number, signer);
        return number >= 0 && state.Agents.IsAlive(number, state.TimestampMs);
    }

    /// <summary>
    /// With source and number a trusted host, or a signer whom the rules name for the command; with neither the wallet
    /// itself, which withdraws what is its own.
    /// </summary>
    private bool MayTransfer(in CommandEnvelope envelope, ITransfer transfer)
    {
        if (transfer.Source is null != transfer.Number is null)
            return false;
        if (transfer.Source is not null)
            return envelope.Signer is not { } reporter || IsVenueSigner(reporter, envelope.Command.Type);
        return envelope is { Command: WalletCommand { Class: CommandClass.WalletOnly } own, Nonce: not null }
            && envelope.Signer == own.Wallet;
    }
}
