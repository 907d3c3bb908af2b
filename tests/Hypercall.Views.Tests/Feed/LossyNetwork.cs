using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;
using Hypercall.Testing.Twin;
using Hypercall.Views.Feed;

namespace Hypercall.Views.Tests.Feed;

/// <summary>
/// Owners that publish a venue's outcomes to one view over a network that loses, doubles, delays and damages messages,
/// with a ring that forgets and answers that fail. Every step is drawn from a seed; <see cref="Heal"/> ends the faults.
/// </summary>
internal sealed class LossyNetwork
{
    private const int FaultCount = 8;
    private readonly RecordedVenue _venue;
    private readonly ViewHost _host;
    private readonly SeededRandom _random;
    private readonly List<PublishedBatch> _late = [];
    private readonly int _loss;
    private readonly int _doubling;
    private readonly int _delay;
    private readonly int _damage;
    private readonly long _ringSize;
    private long _published;
    private long _epoch = 1;
    private bool _isHealed;

    public LossyNetwork(int seed, RecordedVenue venue, ViewHost host, long published)
    {
        (_venue, _host, _published) = (venue, host, published);
        _random = new SeededRandom((ulong)seed);
        _loss = _random.Pick(0, 50, 300, 800);
        _doubling = _random.Pick(0, 100, 400);
        _delay = _random.Pick(0, 100, 500);
        _damage = _random.Pick(0, 20, 200);
        _ringSize = _random.Pick(5, 60, 1_000_000);
    }

    /// <summary>Runs with faults until everything is published.</summary>
    public void Run()
    {
        while (_published < _venue.LastSequence)
        {
            Publish();
            if (_random.PerMille(200))
                Send(_venue.Heartbeat(_published, _epoch));
            if (_random.PerMille(30))
                _epoch += _random.Between(1, 3);
            DeliverLate();
            if (_random.PerMille(400))
                AnswerOne();
        }
    }

    /// <summary>From now on nothing fails: heartbeats come and requests are answered, until the view is ready.</summary>
    public void Heal()
    {
        _isHealed = true;
        for (int beats = 0; beats < 20 && _host.Feed.LastSequence < _venue.LastSequence; beats++)
        {
            while (_host.Requests.Count > 0)
                AnswerOne();
            Receive(_venue.Heartbeat(_published, _epoch));
        }
    }

    private void Publish()
    {
        long last = Math.Min(_venue.LastSequence, _published + _random.Between(1, 12));
        PublishedBatch batch = _venue.Batch(_published + 1, last, _epoch);
        bool damaged = _random.PerMille(_damage);
        _published = last;
        Send(damaged ? _venue.Damaged(batch.Header.FirstSequence, last, Any(batch), _epoch) : batch);
    }

    private void Send(PublishedBatch batch)
    {
        int copies = _random.PerMille(_loss) ? 0 : _random.PerMille(_doubling) ? 2 : 1;
        for (; copies > 0; copies--)
        {
            if (_random.PerMille(_delay))
                _late.Add(batch);
            else
                Receive(batch);
        }
    }

    private void DeliverLate()
    {
        while (_late.Count > 0 && _random.PerMille(300))
        {
            int index = (int)_random.Below(_late.Count);
            Receive(_late[index]);
            _late.RemoveAt(index);
        }
    }

    /// <summary>As it travels: as bytes, sometimes with one flipped in front of the outcomes' own.</summary>
    private void Receive(PublishedBatch batch)
    {
        var writer = new CanonicalWriter();
        PublishedBatchCodec.Write(writer, batch);
        byte[] bytes = writer.ToArray();
        if (!_isHealed && _random.PerMille(_damage))
            bytes[0] ^= (byte)_random.Between(1, 255);
        if (PublishedBatchCodec.TryRead(bytes, out PublishedBatch? read, out _))
            _host.Feed.Receive(read!);
    }

    private void AnswerOne()
    {
        if (!_host.Requests.TryDequeue(out RangeRequest request))
            return;
        bool isKept = request.Source == RangeSource.Journal || request.FirstSequence > _published - _ringSize;
        long fault = _isHealed ? FaultCount : _random.Below(2 * FaultCount);
        if (!isKept || fault == 0)
        {
            _host.Feed.Fail(request.Id);
            return;
        }

        long last = fault == 1 ? request.LastSequence - 1 : _random.Between(request.LastSequence, _published);
        long first = fault == 2 ? request.FirstSequence + 1 : request.FirstSequence;
        if (fault is not (1 or 2))
            first = _random.Between(Math.Max(1, first - 3), first);
        DeliverParts(request, first, last, damaged: fault == 3);
        _host.Feed.Complete(request.Id);
    }

    private void DeliverParts(RangeRequest request, long first, long last, bool damaged)
    {
        while (first <= last)
        {
            long end = Math.Min(last, first + _random.Between(0, 20));
            long epoch = request.Source == RangeSource.Journal ? 1 : _epoch;
            PublishedBatch part = _venue.Batch(first, end, epoch);
            _host.Feed.Deliver(request.Id, damaged ? _venue.Damaged(first, end, Any(part), epoch) : part);
            first = end + 1;
        }
    }

    private int Any(PublishedBatch batch) => (int)_random.Below(batch.Header.Count);
}
