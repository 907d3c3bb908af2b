using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.Nonces;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.State;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine;

/// <summary>Checks 1 to 3 of engine.md §4, which hold for every command: request id, authority, nonce.</summary>
public sealed partial class ExchangeEngine
{
    private OrderStatus? _lastOrderStatus;
    private long _lastOrderFilledUnits;

    /// <summary>Under which key and digest the running command's outcome is remembered, if it is.</summary>
    private readonly record struct RequestRecord(bool Remember, OutcomeKey Key, UInt128 Digest);

    private Rejection CheckRequest(in CommandEnvelope envelope, out RequestRecord request)
    {
        request = default;
        if (envelope.RequestId is null)
            return Rejection.None;
        RequestRecord candidate = FindRequest(envelope, out bool known);
        if (known)
            return AnswerKnownRequest(_state.Outcomes.Find(candidate.Key), candidate.Digest);
        OutcomeCache outcomes = _state.Outcomes;
        long rememberedSince = outcomes.Count > 0 ? outcomes[outcomes.Oldest].TimestampMs : 0;
        if (outcomes.HasForgotten && envelope.FirstSentMs is { } firstSent && firstSent < rememberedSince)
            return new Rejection(RejectCode.OutcomeForgotten, new RejectArguments(firstSent, rememberedSince));
        request = candidate;
        return Rejection.None;
    }

    private RequestRecord FindRequest(in CommandEnvelope envelope, out bool known)
    {
        known = false;
        if (envelope.RequestId is not { } id)
            return default;
        OutcomeKey key;
        if (envelope.Signer is { } signer)
            key = new OutcomeKey(id.Value, RequestScope.Signer, signer);
        else if (envelope.Command.ActingWallet is { } wallet)
            key = new OutcomeKey(id.Value, RequestScope.Wallet, wallet);
        else
            key = new OutcomeKey(id.Value, RequestScope.Venue, default);
        known = _state.Outcomes.Find(key) >= 0;
        return new RequestRecord(true, key, _changes.DigestCommand(envelope.Command));
    }

    /// <summary>A duplicate gets the first outcome; another command under the same id is rejected.</summary>
    private Rejection AnswerKnownRequest(long number, UInt128 digest)
    {
        ref OutcomeEntry entry = ref _state.Outcomes[number];
        if (entry.CommandDigest != digest)
            return new Rejection(RejectCode.RequestIdReused, new RejectArguments(entry.Sequence, 0));

        bool updated = entry.Status != OutcomeEntry.NoStatus;
        long? orderId = entry.OrderId == 0 ? null : entry.OrderId;
        _output.First = new FirstOutcome(
            entry.Sequence,
            orderId,
            updated ? (OrderStatus)entry.Status : null,
            updated ? new Quantity(entry.FilledUnits) : null);
        _output.OrderId = orderId;
        if (entry.Results is not null)
        {
            _output.HasResults = true;
            foreach (ActionResult result in entry.Results)
                _output.AddResult(result);
        }

        return entry.Rejection;
    }

    private void RememberOutcome(in CommandEnvelope envelope, in RequestRecord request)
    {
        if (!request.Remember)
            return;
        var entry = new OutcomeEntry
        {
            Key = request.Key,
            Sequence = envelope.Sequence,
            TimestampMs = envelope.TimestampMs,
            Rejection = _output.Rejection,
            OrderId = _output.OrderId ?? 0,
            Status = _lastOrderStatus is { } status ? (byte)status : OutcomeEntry.NoStatus,
            FilledUnits = _lastOrderStatus is null ? 0 : _lastOrderFilledUnits,
            Results = _output.HasResults ? _output.Results.ToArray() : null,
            CommandDigest = request.Digest,
        };
        _state.Outcomes.Add(entry);
        int dropped = _state.Outcomes.Trim(_state.Rules.OutcomeCache);
        _changes.RecordOutcome(entry, dropped);
    }

    private Rejection CheckAuthority(in CommandEnvelope envelope)
    {
        if (envelope.Command is NonceAdvance)
            return envelope is { Signer: not null, Nonce: not null } ? Rejection.None : RejectCode.NotAuthorized;
        if (envelope.Signer is not { } signer)
            return Rejection.None;
        bool authorized = envelope.Command.Class switch
        {
            CommandClass.Venue => IsVenueSigner(signer, envelope.Command.Type),
            CommandClass.WalletOnly => signer == envelope.Command.ActingWallet,
            _ => signer == envelope.Command.ActingWallet || IsLiveAgent(envelope.Command.ActingWallet, signer),
        };
        return authorized ? Rejection.None : RejectCode.NotAuthorized;
    }

    private bool IsVenueSigner(WalletAddress signer, CommandType type)
    {
        foreach (Rules.VenueSigner named in _state.Rules.VenueSigners)
        {
            if (named.Signer == signer)
                return named.Commands.Contains(type);
        }

        return false;
    }

    private bool IsLiveAgent(WalletAddress? address, WalletAddress signer)
    {
        if (address is null || _state.Wallets.Find(address.Value) is not { } wallet)
            return false;
        int number = _state.Agents.Find(wallet.Number, signer);
        return number >= 0 && _state.Agents.IsAlive(number, _state.TimestampMs);
    }

    private Rejection SpendNonce(in CommandEnvelope envelope)
    {
        if (envelope.Signer is not { } signer || envelope.Nonce is not { } nonce)
            return Rejection.None;
        if (!NonceWindow.IsWithinTimeBounds(nonce, _state.TimestampMs))
            return new Rejection(RejectCode.NonceOutOfBounds, new RejectArguments(nonce, _state.TimestampMs));
        BoundedNonceSet? nonces = _state.Nonces.Find(signer);
        if (nonces is not null && nonces.Contains(nonce))
            return new Rejection(RejectCode.NonceReused, new RejectArguments(nonce, 0));
        if (nonces is not null && nonces.IsTooLow(nonce))
            return new Rejection(RejectCode.NonceTooLow, new RejectArguments(nonce, nonces[0]));
        nonces ??= _state.Nonces.Add(signer);
        nonces.Add(nonce);
        _changes.RecordNonce(signer, nonce);
        return Rejection.None;
    }

    private Rejection SpendTransferNumber(ITransfer transfer)
    {
        SortedList<string, long> sources = _state.Ledger.Sources;
        if (sources.TryGetValue(transfer.Source, out long last) && transfer.Number <= last)
            return new Rejection(RejectCode.TransferNumberUsed, new RejectArguments(transfer.Number, last));
        sources[transfer.Source] = transfer.Number;
        _changes.RecordSource(transfer.Source, transfer.Number);
        return Rejection.None;
    }

    private WalletAccount GetOrAddWallet(WalletAddress address)
    {
        WalletAccount? wallet = _state.Wallets.Find(address);
        if (wallet is not null)
            return wallet;
        wallet = _state.Wallets.Add(address);
        _changes.MarkWallet(wallet);
        return wallet;
    }
}
