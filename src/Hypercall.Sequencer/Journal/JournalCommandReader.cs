namespace Hypercall.Sequencer.Journal;

/// <summary>
/// Reads the commands of a record one by one. Checks that sequences are dense from the record's first, that times do
/// not go back and that the payload holds exactly as many as the record says. Never throws.
/// </summary>
public ref struct JournalCommandReader
{
    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _count;
    private CanonicalReader _reader;
    private int _index;
    private long _lastTimestampMs;

    /// <summary>A reader of the record's payload.</summary>
    /// <param name="record">A sound record.</param>
    /// <param name="pool">Where strings come from, or null.</param>
    public JournalCommandReader(JournalRecord record, Utf8StringPool? pool = null)
    {
        _payload = record.Payload.Span;
        _reader = new CanonicalReader(_payload, pool);
        _count = record.Count;
        NextSequence = record.FirstSequence;
    }

    /// <summary>Sequence of the command that comes next.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Canonical bytes of the command read last.</summary>
    public ReadOnlySpan<byte> Encoded { get; private set; }

    /// <summary>What is wrong with the payload and where, or null.</summary>
    public readonly string? Error => _reader.Error;

    /// <summary>Reads the next command.</summary>
    /// <returns>False after the last one, and when <see cref="Error"/> is set.</returns>
    public bool TryRead(out CommandEnvelope envelope)
    {
        if (_index == _count)
        {
            _reader.ExpectEnd();
            envelope = default;
            return false;
        }

        int length = _reader.ReadCount(int.MaxValue, 1, "command");
        int start = _reader.Position;
        envelope = EnvelopeCodec.Read(ref _reader);
        if (!_reader.Failed && _reader.Position - start != length)
            _reader.Fail($"a command of {_reader.Position - start} bytes, not {length}, ends");
        if (!_reader.Failed && envelope.Sequence != NextSequence)
            _reader.Fail($"sequence {envelope.Sequence} instead of {NextSequence}");
        if (!_reader.Failed && envelope.TimestampMs < _lastTimestampMs)
            _reader.Fail($"time {envelope.TimestampMs} after {_lastTimestampMs}");
        if (_reader.Failed)
        {
            envelope = default;
            return false;
        }

        _index++;
        Encoded = _payload.Slice(start, length);
        _lastTimestampMs = envelope.TimestampMs;
        NextSequence = envelope.Sequence + 1;
        return true;
    }
}
