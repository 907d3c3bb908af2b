using Hypercall.Engine.Commands;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Checks 2 and 3, transfer numbers, and which handler a command goes to.</summary>
internal sealed partial class NaiveEngine
{
    private NaiveReject? CheckAuthority(CommandEnvelope envelope)
    {
        EngineCommand command = envelope.Command;
        if (command is NonceAdvance && (envelope.Signer is null || envelope.Nonce is null))
            return NaiveReject.Of(RejectCode.NotAuthorized);
        if (envelope.Signer is not WalletAddress signer || command is NonceAdvance)
            return null;
        bool isWallet = command.ActingWallet == signer;
        bool isAgent = command.ActingWallet is WalletAddress wallet
            && _state.Wallet(wallet).Agents.Any(a => a.Address == signer && a.IsAlive(_state.Now));
        bool authorized = command.Class switch
        {
            CommandClass.Wallet => isWallet || isAgent,
            CommandClass.WalletOnly => isWallet,
            _ => _state.Rules.VenueSigners.Any(v => v.Signer == signer && v.Commands.Contains(command.Type)),
        };
        return authorized ? null : NaiveReject.Of(RejectCode.NotAuthorized);
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
        if (command is not ITransfer transfer)
            return null;
        if (transfer is not { Source: { } source, Number: { } number })
            return NaiveReject.Of(RejectCode.NotAuthorized);
        long last = _state.Sources.GetValueOrDefault(source);
        if (number <= last)
            return NaiveReject.Of(RejectCode.TransferNumberUsed, number, last);
        _state.Sources[source] = number;
        return null;
    }

    private NaiveReject? Execute(EngineCommand command) => command switch
    {
        PlaceOrder c => Place(_state.Wallet(c.Wallet), c.Order),
        CancelOrder c => Cancel(_state.Wallet(c.Wallet), c.Order),
        CancelAll c => CancelMany(c),
        CancelAllAfter c => ArmCancelAllAfter(c),
        ReplaceOrder c => Replace(_state.Wallet(c.Wallet), c.Target, c.Order),
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
        LiquidationBonusUpdate c => CheckBonus(c),
        MmpConfigUpdate c => ConfigureMmp(c),
        MmpReset c => ResetMmp(c),
        ApproveAgent c => Approve(c),
        RevokeAgent c => Revoke(c),
        SetRules c => ReplaceRules(c),
        SetPmSettlementPoolConfig c => CheckPool(c),
        _ => throw new InvalidOperationException($"the twin does not know {command.Type}"),
    };
}
