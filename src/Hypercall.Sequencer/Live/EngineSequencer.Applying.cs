namespace Hypercall.Sequencer.Live;

/// <summary>Applying what is durable, answering and publishing it.</summary>
public sealed partial class EngineSequencer
{
    private const int BytesOfAnOutcome = 128;

    private int _bytesPerOutcome = BytesOfAnOutcome;

    /// <summary>Places at the queue's head whose record is durable and not applied yet.</summary>
    private int _applyingCount;
    private long _lastPublishMs;
    private long _idleSinceMs;

    /// <summary>Applies the places of a durable record, answers each, publishes them as one batch.</summary>
    /// <returns>False when the engine threw and the sequencer has stopped.</returns>
    private bool Apply(long recordNumber, int places, HostTime now)
    {
        BatchWriter batch = NewBatch(places);
        Exception? defect = null;
        for (int i = 0; i < places && defect is null; i++)
            defect = ApplyFirst(batch, now);
        Publish(batch.Complete(), now);
        _idleSinceMs = now.MonotonicMs;
        if (defect is null)
            return true;
        StopPoisoned(recordNumber, _queue[0].Envelope, defect);
        return false;
    }

    /// <summary>Applies and answers the queue's head and drops it, unless applying it threw.</summary>
    private Exception? ApplyFirst(BatchWriter batch, HostTime now)
    {
        ref PendingSubmission first = ref _queue[0];
        if (!first.IsJournaled)
        {
            AnswerFirst(now);
            return null;
        }

        if (TryApply(first.Envelope, first.Encoded.Span, out Exception? defect) is not { } output)
            return defect;
        ReadOnlyMemory<byte> encoded = batch.Append(output);
        if (first.Kind == PendingKind.Command)
        {
            _effects.Reply(first.Token, output, encoded);
            AnswerRepetitions(first, output, encoded);
        }

        DropFirst();
        return null;
    }

    /// <summary>The bytes that are durable are the ones that enter the hash.</summary>
    private ApplyOutput? TryApply(
        in CommandEnvelope envelope, ReadOnlySpan<byte> encoded, out Exception? defect)
    {
        defect = null;
        try
        {
            _options.BeforeApply?.Invoke(envelope.Sequence);
            ApplyOutput output = _engine.Apply(envelope, encoded);
            if (output.Sequence == envelope.Sequence && output.Rejection.Code != RejectCode.OutOfOrder)
                return output;
            defect = new InvalidOperationException(
                $"the engine stands at {_engine.Sequence}, its answer is of {output.Sequence}");
        }
        catch (Exception exception)
        {
            defect = exception;
        }

        return null;
    }

    /// <summary>Answers the reads and late commands at the queue's head: all before them is applied.</summary>
    private void AnswerUnjournaled(HostTime now)
    {
        while (_queue.Count > 0 && !_queue[0].IsJournaled)
            AnswerFirst(now);
    }

    private void AnswerFirst(HostTime now)
    {
        PendingSubmission first = _queue[0];
        DropFirst();
        if (first.Kind == PendingKind.Read)
        {
            AnswerRead(first.Token, now);
            return;
        }

        // The engine itself answers OutOfOrder, which changes nothing: the answer is the one that replay tools give.
        ApplyOutput output = _engine.Apply(first.Envelope with { Sequence = _engine.Sequence + 1 });
        _effects.Reply(first.Token, output, default);
    }

    private void DropFirst()
    {
        _queue.RemoveFirst();
        if (_applyingCount > 0)
            _applyingCount--;
        if (_writingEnd > 0)
            _writingEnd--;
    }

    /// <summary>With about as much room as the outcomes will need, going by the last batch's.</summary>
    private BatchWriter NewBatch(int places) => new(NextHeader(), places, places * _bytesPerOutcome);

    private BatchHeader NextHeader() => new(Epoch, _engine.Sequence + 1, 0, _engine.Sequence, _engine.Hash);

    private void Publish(PublishedBatch batch, HostTime now)
    {
        if (batch.Header.Count == 0)
            return;
        _bytesPerOutcome = batch.ByteCount / batch.Header.Count + BytesOfAnOutcome / 4;
        _lastPublishMs = now.MonotonicMs;
        _effects.Publish(batch);
    }
}
