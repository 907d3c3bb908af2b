using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Traits;

namespace Hypercall.Engine.Tests.Traits;

/// <summary>Keeps what it is told of each output, which itself holds only until the next one.</summary>
internal sealed class InMemoryEventSink : IEventSink
{
    public List<(long Sequence, int Events, Hash256 Hash)> Emitted { get; } = [];

    public void Emit(ApplyOutput output) => Emitted.Add((output.Sequence, output.Events.Count, output.Hash));
}

/// <summary>A journal in memory that can be told to fail.</summary>
internal sealed class InMemoryJournalWriter : IJournalWriter
{
    public List<byte[]> Records { get; } = [];

    public bool Fails { get; set; }

    public void Write(long recordNumber, ReadOnlySpan<byte> record)
    {
        if (Fails)
            throw new IOException("no room");
        Assert.Equal(Records.Count + 1, recordNumber);
        Records.Add(record.ToArray());
    }
}

/// <summary>A stream to standbys in memory.</summary>
internal sealed class InMemoryCommandPublisher : ICommandPublisher
{
    public List<(byte CommandType, byte[] Envelope)> Published { get; } = [];

    public void Publish(byte commandType, ReadOnlySpan<byte> envelope) =>
        Published.Add((commandType, envelope.ToArray()));
}
