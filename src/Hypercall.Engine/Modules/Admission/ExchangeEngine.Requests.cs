using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>Checks 1 to 3 of engine.md §4, which hold for every command: request id, authority, nonce.</summary>
public sealed partial class ExchangeEngine
{
    private WalletAccount? _lastWallet;
    private RequestRecord _request;
    private bool _remembersOutcome;
    private OrderStatus? _lastOrderStatus;
    private long _lastOrderFilledUnits;

    /// <summary>Under which key and digest the running command's outcome is remembered, if it is.</summary>
    private readonly record struct RequestRecord(OutcomeKey Key, UInt128 Digest);

    private RejectCode CheckRequest(in CommandEnvelope envelope)
    {
        if (envelope.RequestId is null)
            return RejectCode.None;
        RequestRecord candidate = FindRequest(envelope, out bool known);
        if (known)
            return AnswerKnownRequest(_state.Outcomes.Find(candidate.Key), candidate.Digest);
        OutcomeCache outcomes = _state.Outcomes;
        long rememberedSince = outcomes.Count > 0 ? outcomes[outcomes.Oldest].TimestampMs : 0;
        if (envelope.FirstSentMs is { } firstSent && IsForgotten(firstSent, rememberedSince))
            return Reject(RejectCode.OutcomeForgotten, firstSent, rememberedSince);
        _request = candidate;
        _remembersOutcome = true;
        return RejectCode.None;
    }

    /// <summary>
    /// Whether the outcome of a request first sent then may have been dropped: it is older than all that is remembered,
    /// or of the very millisecond of one that was dropped.
    /// </summary>
    private bool IsForgotten(long firstSentMs, long rememberedSinceMs)
    {
        long lastDropped = _state.Outcomes.LastDroppedMs;
        return lastDropped != OutcomeCache.NothingDropped
            && (firstSentMs < rememberedSinceMs || firstSentMs <= lastDropped);
    }

    private RequestRecord FindRequest(in CommandEnvelope envelope, out bool known)
    {
        known = false;
        if (envelope.RequestId is not { } id)
            return default;
        WalletAddress? address = envelope.Signer ?? envelope.Command.ActingWallet;
        var key = new OutcomeKey(
            id.Value, address is null ? RequestScope.Venue : RequestScope.Address, address ?? default);
        known = _state.Outcomes.Find(key) >= 0;
        return new RequestRecord(key, _changes.DigestCommand(envelope.Command));
    }

    /// <summary>A duplicate gets the first outcome; another command under the same id is rejected.</summary>
    private RejectCode AnswerKnownRequest(long number, UInt128 digest)
    {
        ref OutcomeEntry entry = ref _state.Outcomes[number];
        if (entry.CommandDigest != digest)
            return Reject(RejectCode.RequestIdReused, entry.Sequence, 0);

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
            foreach (RememberedResult result in entry.Results)
                _output.AddResult(result.ToActionResult());
        }

        _rejectArguments = entry.Rejection.Arguments;
        return entry.Rejection.Code;
    }

    private void RememberOutcome(in CommandEnvelope envelope)
    {
        if (!_remembersOutcome)
            return;
        _remembersOutcome = false;
        var entry = new OutcomeEntry
        {
            Key = _request.Key,
            Sequence = envelope.Sequence,
            TimestampMs = envelope.TimestampMs,
            Rejection = _output.Rejection,
            OrderId = _output.OrderId ?? 0,
            Status = _lastOrderStatus is { } status ? (byte)status : OutcomeEntry.NoStatus,
            FilledUnits = _lastOrderStatus is null ? 0 : _lastOrderFilledUnits,
            Results = _output.HasResults ? RememberedResult.Of(_output.Results) : null,
            CommandDigest = _request.Digest,
        };
        ReadOnlySpan<byte> encoded = _changes.EncodeOutcome(ref entry);
        _state.Outcomes.Add(entry, encoded.Length);
        _changes.RecordOutcome(encoded, TrimOutcomes());
    }

    /// <summary>Drops the oldest outcomes that the rules have no room for; gives how many.</summary>
    private int TrimOutcomes() => _state.Outcomes.Trim(_state.Rules.OutcomeCache, _state.Rules.OutcomeCacheBytes);

    private RejectCode CheckAuthority(in CommandEnvelope envelope, WalletCommand? acting)
    {
        if (envelope.Command is ITransfer transfer)
            return MayTransfer(envelope, transfer) ? RejectCode.None : RejectCode.NotAuthorized;
        if (envelope.Signer is not { } signer)
            return envelope.Command is NonceAdvance ? RejectCode.NotAuthorized : RejectCode.None;
        if (acting is not null && acting.Wallet == signer && envelope.Command.Class != CommandClass.Venue)
            return RejectCode.None;
        bool authorized = envelope.Command.Class switch
        {
            CommandClass.Venue => IsVenueSigner(signer, envelope.Command.Type),
            CommandClass.WalletOnly => false,
            _ when envelope.Command is NonceAdvance => envelope.Nonce is not null,
            _ => acting is not null && IsLiveAgent(acting.Wallet, signer),
        };
        return authorized ? RejectCode.None : RejectCode.NotAuthorized;
    }

    private bool IsVenueSigner(WalletAddress signer, CommandType type)
    {
        foreach (VenueSigner named in _state.Rules.VenueSigners)
        {
            if (named.Signer == signer)
                return named.Commands.Contains(type);
        }

        return false;
    }

    private bool IsLiveAgent(WalletAddress address, WalletAddress signer)
    {
        if (FindWallet(address) is not { } wallet)
            return false;
        int number = _state.Agents.Find(wallet.Number, signer);
        return number >= 0 && _state.Agents.IsAlive(number, _state.TimestampMs);
    }

    private RejectCode SpendNonce(in CommandEnvelope envelope)
    {
        if (envelope.Signer is not { } signer || envelope.Nonce is not { } nonce)
            return RejectCode.None;
        if (!NonceWindow.IsWithinTimeBounds(nonce, _state.TimestampMs))
            return Reject(RejectCode.NonceOutOfBounds, nonce, _state.TimestampMs);
        int number = FindSigner(signer);
        if (number >= 0)
        {
            BoundedNonceSet kept = _state.Nonces[number].Nonces;
            if (kept.Contains(nonce))
                return Reject(RejectCode.NonceReused, nonce, 0);
            if (kept.IsTooLow(nonce))
                return Reject(RejectCode.NonceTooLow, nonce, kept[0]);
        }
        else
        {
            number = _state.Nonces.Add(signer);
        }

        _state.Nonces[number].Nonces.Add(nonce);
        _state.Nonces.NoteHighest(number);
        _changes.RecordNonce(nonce);
        return RejectCode.None;
    }

    /// <summary>Number of a signer, or -1; a wallet remembers its own.</summary>
    private int FindSigner(WalletAddress signer)
    {
        if (FindWallet(signer) is not { } wallet)
            return _state.Nonces.Find(signer);
        if (wallet.SignerNumber < 0)
            wallet.SignerNumber = _state.Nonces.Find(signer);
        return wallet.SignerNumber;
    }

    /// <summary>A wallet, or null; most commands ask for the same one several times.</summary>
    private WalletAccount? FindWallet(WalletAddress address)
    {
        if (_lastWallet is not null && _lastWallet.Address == address)
            return _lastWallet;
        WalletAccount? wallet = _state.Wallets.Find(address);
        if (wallet is not null)
            _lastWallet = wallet;
        return wallet;
    }

    private WalletAccount GetOrAddWallet(WalletAddress address)
    {
        WalletAccount? wallet = FindWallet(address);
        if (wallet is not null)
            return wallet;
        wallet = _state.Wallets.Add(address);
        _lastWallet = wallet;
        _changes.MarkWallet(wallet);
        return wallet;
    }
}
