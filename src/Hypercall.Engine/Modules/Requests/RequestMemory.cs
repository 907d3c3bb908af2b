namespace Hypercall.Engine.Modules.Requests;

/// <summary>
/// Request ids, check 1 of engine.md §4: what came of a request is remembered, and told to whoever sends it again.
/// </summary>
internal sealed class RequestMemory(EngineState state, Turn turn, CommandDigester digester)
{
    public Refusal? CheckRequest(in CommandEnvelope envelope) =>
        envelope.RequestId is { } id ? CheckRequest(envelope, KeyOf(envelope, id)) : null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Refusal? CheckRequest(in CommandEnvelope envelope, in OutcomeKey key)
    {
        UInt128 digest = digester.Digest(envelope);
        long number = state.Outcomes.Find(key);
        if (number >= 0)
            return AnswerKnownRequest(number, digest);
        if (envelope.FirstSentMs is { } firstSent && IsForgotten(firstSent))
            return turn.Reject(RejectCode.OutcomeForgotten, firstSent, state.Outcomes.OldestMs);
        turn.Request = new RequestRecord(key, digest);
        return null;
    }

    /// <summary>
    /// Whether the outcome of a request first sent then may have been dropped: it is older than all that is remembered,
    /// or of the very millisecond of one that was dropped.
    /// </summary>
    private bool IsForgotten(long firstSentMs)
    {
        long lastDropped = state.Outcomes.LastDroppedMs;
        return lastDropped != OutcomeCache.NothingDropped
            && (firstSentMs < state.Outcomes.OldestMs || firstSentMs <= lastDropped);
    }

    private static OutcomeKey KeyOf(in CommandEnvelope envelope, RequestId id)
    {
        WalletAddress? address = envelope.Signer ?? envelope.Command.ActingWallet;
        return new OutcomeKey(
            id.Value, address is null ? RequestScope.Venue : RequestScope.Address, address ?? default);
    }

    /// <summary>A duplicate gets the first outcome; another command under the same id is rejected.</summary>
    private Refusal? AnswerKnownRequest(long number, UInt128 digest)
    {
        OutcomeEntry entry = state.Outcomes[number];
        if (entry.CommandDigest != digest)
            return turn.Reject(RejectCode.RequestIdReused, entry.Sequence, 0);

        bool updated = entry.Status != OutcomeEntry.NoStatus;
        long? orderId = entry.OrderId == 0 ? null : entry.OrderId;
        turn.Output.First = new FirstOutcome(
            entry.Sequence,
            orderId,
            updated ? (OrderStatus)entry.Status : null,
            updated ? new Quantity(entry.FilledUnits) : null);
        turn.Output.OrderId = orderId;
        if (entry.Results is not null)
        {
            turn.Output.HasResults = true;
            foreach (RememberedResult result in entry.Results)
                turn.Output.AddResult(result.ToActionResult());
        }

        return turn.Reject(entry.Rejection);
    }

    /// <summary>Remembers the outcome of a command whose request was not known before.</summary>
    public void RememberOutcome(in CommandEnvelope envelope)
    {
        if (turn.Request.HasValue)
            Remember(envelope);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Remember(in CommandEnvelope envelope)
    {
        RequestRecord request = turn.Request.GetValueOrDefault();
        turn.Request = null;
        var entry = new OutcomeEntry
        {
            Key = request.Key,
            Sequence = envelope.Sequence,
            TimestampMs = envelope.TimestampMs,
            Rejection = turn.Output.Rejection,
            OrderId = turn.Output.OrderId ?? 0,
            Status = turn.LastOrder is { } order ? (byte)order.Status : OutcomeEntry.NoStatus,
            FilledUnits = turn.LastOrder?.FilledUnits ?? 0,
            Results = turn.Output.HasResults ? RememberedResult.Of(turn.Output.Results) : null,
            CommandDigest = request.Digest,
        };
        state.Outcomes.Remember(ref entry, state.Rules);
    }

    /// <summary>Remembers that a command was skipped, unless its request was known before.</summary>
    public void RememberSkipped(in CommandEnvelope envelope)
    {
        if (envelope.RequestId is { } id && KeyOf(envelope, id) is var key && state.Outcomes.Find(key) < 0)
            turn.Request = new RequestRecord(key, digester.Digest(envelope));
        RememberOutcome(envelope);
    }

    /// <summary>The answer to the repetition of a request that is remembered, or null.</summary>
    public ApplyOutput? Recall(in CommandEnvelope envelope)
    {
        if (envelope.RequestId is not { } id)
            return null;
        long number = state.Outcomes.Find(KeyOf(envelope, id));
        if (number < 0)
            return null;
        UInt128 digest = digester.Digest(envelope);
        return state.Outcomes[number].CommandDigest == digest
            ? Recall(id, number, digest)
            : null;
    }

    private ApplyOutput Recall(RequestId id, long number, UInt128 digest)
    {
        turn.Output.Reset();
        turn.Output.RequestId = id;
        turn.Output.Sequence = state.Sequence;
        turn.Output.TimestampMs = state.TimestampMs;
        turn.Output.Hash = state.Hash;
        turn.Conclude(AnswerKnownRequest(number, digest));
        return turn.Output;
    }
}
