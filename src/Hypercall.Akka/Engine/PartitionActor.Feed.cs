namespace Hypercall.Actors.Engine;

/// <summary>Publishing, and giving what was published again.</summary>
public sealed partial class PartitionActor
{
    private const long RangeWindowMs = 1_000;

    private readonly PublishedRing _ring;
    private long _rangeWindow;
    private long _rangeBytes;

    /// <summary>
    /// In messages that fit a frame. An outcome that alone does not is not sent: its receivers notice the gap, learn
    /// that the ring has not kept it, and make it from the journal.
    /// </summary>
    private void Publish(OutcomeBatch published)
    {
        BatchHeader header = published.Batch.Header;
        _sequence = header.LastSequence;
        Remember(new JournalMark(header.Epoch, header.LastSequence, header.Hash));
        foreach (PublishedBatch part in published.Batch.Split(_settings.MaxMessageBytes))
        {
            if (part.ByteCount > _settings.MaxMessageBytes)
                _ring.Clear();
            else
                PublishPart(ReferenceEquals(part, published.Batch) ? published : published with { Batch = part });
        }
    }

    private void PublishPart(OutcomeBatch part)
    {
        _ring.Keep(part.Batch);
        _publisher(part);
        foreach (IActorRef subscriber in _subscribers)
            subscriber.Tell(part, Self);
    }

    /// <summary>Gives a message's worth; who lacks more asks again. All askers share so much of a second.</summary>
    private void Resend(RequestRange range)
    {
        long window = (long)Context.System.Scheduler.MonotonicClock.TotalMilliseconds / RangeWindowMs;
        if (window != _rangeWindow)
            (_rangeWindow, _rangeBytes) = (window, 0);
        if (_rangeBytes >= _settings.RingBytes && _rangeBytes > 0)
        {
            Refuse(range, RangeWindowMs, "as much as the ring holds was given again in this second");
            return;
        }

        IReadOnlyList<PublishedBatch>? batches = _ring.From(range.FirstSequence, _settings.MaxMessageBytes);
        foreach (PublishedBatch batch in batches ?? [])
        {
            _rangeBytes += batch.ByteCount;
            Sender.Tell(new RangeBatch(range.Token, batch), Self);
        }

        Sender.Tell(batches is null ? new RangeUnavailable(range.Token) : new RangeCompleted(range.Token), Self);
    }
}
