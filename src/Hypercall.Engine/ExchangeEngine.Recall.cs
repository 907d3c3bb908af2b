using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>Answering a repeated request without executing anything, for a host under load.</summary>
public sealed partial class ExchangeEngine
{
    /// <summary>
    /// What Apply would answer to the repetition of a request that is remembered, as of the last command applied, whose
    /// sequence, time and hash it bears. Changes nothing and consumes nothing.
    /// </summary>
    /// <param name="envelope">A sound repetition; its sequence and time are not looked at.</param>
    /// <returns>Null where the request is not remembered, or was another command: Apply says what becomes of
    /// it.</returns>
    public ApplyOutput? Recall(in CommandEnvelope envelope)
    {
        if (envelope.RequestId is not { } id)
            return null;
        WalletAddress? address = envelope.Signer ?? envelope.Command.ActingWallet;
        var key = new OutcomeKey(
            id.Value, address is null ? RequestScope.Venue : RequestScope.Address, address ?? default);
        long number = _state.Outcomes.Find(key);
        if (number < 0)
            return null;
        UInt128 digest = _changes.DigestCommand(envelope.Command);
        return _state.Outcomes[number].CommandDigest == digest ? Recall(id, number, digest) : null;
    }

    private ApplyOutput Recall(RequestId id, long number, UInt128 digest)
    {
        _output.Reset();
        _output.RequestId = id;
        _output.Sequence = _state.Sequence;
        _output.TimestampMs = _state.TimestampMs;
        _output.Hash = _state.Hash;
        _output.Rejection = TakeRejection(AnswerKnownRequest(number, digest));
        if (!_output.Accepted)
            _output.OrderId = null;
        return _output;
    }
}
