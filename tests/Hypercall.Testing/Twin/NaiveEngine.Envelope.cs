namespace Hypercall.Testing.Twin;

/// <summary>Checks 2 and 3, transfer numbers, and which handler a command goes to.</summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? CheckAuthority(CommandEnvelope envelope)
    {
        EngineCommand command = envelope.Command;
        if (command is NonceAdvance && (envelope.Signer is null || envelope.Nonce is null))
            return NaiveReject.Of(RejectCode.NotAuthorized);
        if (command is ITransfer transfer)
            return MayTransfer(envelope, transfer) ? null : NaiveReject.Of(RejectCode.NotAuthorized);
        if (envelope.Signer is not WalletAddress signer || command is NonceAdvance)
            return null;
        if (command is RfqExecute && !IsNamed(signer, command))
        {
            Reach(signer == command.ActingWallet ? "quote signed by its taker" : "quote signed by a stranger");
            return NaiveReject.Of(RejectCode.NotAuthorized);
        }

        if (command is RfqExecute)
            return null;
        bool isWallet = command.ActingWallet == signer;
        bool isAgent = command.ActingWallet is WalletAddress wallet
            && _state.Wallet(wallet).Agents.Any(a => a.Address == signer && a.IsAlive(_state.Now));
        bool authorized = command.Class switch
        {
            CommandClass.Wallet => isWallet || isAgent,
            CommandClass.WalletOnly => isWallet,
            _ => IsNamed(signer, command),
        };
        return authorized ? null : NaiveReject.Of(RejectCode.NotAuthorized);
    }

    private bool IsNamed(WalletAddress signer, EngineCommand command) =>
        _state.Rules.VenueSigners.Any(v => v.Signer == signer && v.Commands.Contains(command.Type));

    /// <summary>A source reports by the host or by a signer that is named; without one the wallet itself withdraws.</summary>
    private bool MayTransfer(CommandEnvelope envelope, ITransfer transfer)
    {
        EngineCommand command = envelope.Command;
        if (transfer.Source is not null && transfer.Number is not null)
        {
            bool mayReport = envelope.Signer is not WalletAddress signer || IsNamed(signer, command);
            Reach(mayReport ? "transfer reported" : "transfer reported by a stranger");
            return mayReport;
        }

        if (transfer.Source is not null || transfer.Number is not null)
        {
            Reach("transfer with half a name");
            return false;
        }

        bool withdraws = command is CashWithdrawalUpdate or OptionWithdrawalUpdate;
        bool isOwn = envelope.Signer is not null && envelope.Signer == command.ActingWallet;
        if (!isOwn)
            Reach("own withdrawal of another");
        if (isOwn && envelope.Nonce is null)
            Reach("own withdrawal without nonce");
        return withdraws && isOwn && envelope.Nonce is not null;
    }

    private NaiveReject? CheckNonce(in CommandEnvelope envelope)
    {
        if (envelope.Signer is not WalletAddress signer || envelope.Nonce is not long nonce)
            return null;
        if (nonce <= _state.Now - TwoDays || nonce >= _state.Now + OneDay)
            return NaiveReject.Of(RejectCode.NonceOutOfBounds, nonce, _state.Now);
        if (!_state.Nonces.TryGetValue(signer, out List<long>? kept))
            _state.Nonces[signer] = kept = [];
        if (kept.Contains(nonce))
            return NaiveReject.Of(RejectCode.NonceReused, nonce);
        if (kept.Count == NoncesKept && nonce < kept.Min())
            return NaiveReject.Of(RejectCode.NonceTooLow, nonce, kept.Min());
        kept.Add(nonce);
        if (kept.Count > NoncesKept)
            kept.Remove(kept.Min());
        return null;
    }

    private NaiveReject? CheckTransfer(EngineCommand command)
    {
        if (command is not ITransfer { Source: string source, Number: long number })
            return null;
        NaiveTransfer? last = _state.Sources.GetValueOrDefault(source);
        if (last is null)
        {
            int known = _state.Sources.Count;
            return known >= _state.Rules.MaxSources
                ? NaiveReject.Of(RejectCode.TooManySources, known, _state.Rules.MaxSources)
                : null;
        }

        bool isUsed = number < last.Number || (number == last.Number && last.CommandText != CommandText.Of(command));
        if (isUsed)
            Reach(number < last.Number ? "transfer number smaller" : "transfer number with another command");
        return isUsed ? NaiveReject.Of(RejectCode.TransferNumberUsed, number, last.Number) : null;
    }

    /// <returns>True when this is the source's last transfer once more: nothing runs.</returns>
    private bool AnswerFromSource(EngineCommand command)
    {
        if (command is not ITransfer { Source: string source, Number: long number })
            return false;
        NaiveTransfer? last = _state.Sources.GetValueOrDefault(source);
        if (last?.Number != number)
            return false;
        _output.Reject = last.Reject;
        _output.First = new NaiveFirst(last.Sequence, null, null);
        Reach(last.Reject is null ? "transfer duplicate accepted" : "transfer duplicate rejected");
        if (_output.RequestId is not null)
            Reach("transfer duplicate with a request id");
        return true;
    }

    private void KeepTransfer(EngineCommand command)
    {
        if (command is ITransfer { Source: string source, Number: long number })
        {
            _state.Sources[source] =
                new NaiveTransfer(number, CommandText.Of(command), _output.Sequence, _output.Reject);
        }
    }

    private NaiveReject? Execute(EngineCommand command) => command switch
    {
        PlaceOrder c => Place(_state.Wallet(c.Wallet), c.Order),
        CancelOrder c => Cancel(_state.Wallet(c.Wallet), c.Order),
        CancelAll c => CancelMany(c),
        CancelAllAfter c => ArmCancelAllAfter(c),
        ReplaceOrder c => Replace(_state.Wallet(c.Wallet), c.Target, c.Order, c.TotalSize),
        BulkOrders c => RunBulk(c),
        RfqExecute c => ExecuteQuote(c),
        TickExpiry c => SettleExpired(c),
        OptionDepositUpdate c => DepositOption(c),
        OptionWithdrawalUpdate c => WithdrawOption(c),
        HypercorePositionUpdate c => SetPerp(c),
        HypercoreEquityUpdate c => SetHypercoreEquity(c),
        MarketAction c => ChangeMarket(c),
        TradingModeUpdate c => SetModes(c),
        Tick or NonceAdvance => null,
        PriceUpdate c => SetIndexes(c),
        IvUpdate c => SetSurface(c),
        DepositUpdate c => Deposit(c),
        InsuranceDeposit c => DepositInsurance(c),
        CashWithdrawalUpdate c => Withdraw(c),
        MarginModeUpdate c => SetMarginMode(c),
        TierUpdate c => SetTier(c),
        LiquidationStateUpdate c => SetLiquidationState(c),
        LiquidationBonusUpdate c => SetBonus(c),
        LiquidationBid c => Bid(c),
        MmpConfigUpdate c => ConfigureMmp(c),
        MmpReset c => ResetMmp(c),
        ApproveAgent c => Approve(c),
        RevokeAgent c => Revoke(c),
        SetRules c => ReplaceRules(c),
        SetPmSettlementPoolConfig c => SetPool(c),
        _ => throw new InvalidOperationException($"the twin does not know {command.Type}"),
    };
}
