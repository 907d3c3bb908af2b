using Hypercall.Engine.Outcomes;

namespace Hypercall.Engine.Traits;

/// <summary>Where outputs go after they are durable: views, clients, analytics.</summary>
public interface IEventSink
{
    /// <summary>Takes one output. The view must not be kept after the call returns.</summary>
    void Emit(ApplyOutput output);
}

/// <summary>The write-ahead journal.</summary>
public interface IJournalWriter
{
    /// <summary>
    /// Writes one encoded record. Returns when it is durable; throws when that is not known, and then the caller must
    /// not advance any state. Numbers are dense and rise by one.
    /// </summary>
    /// <param name="recordNumber">The record's number.</param>
    /// <param name="record">Its bytes.</param>
    void Write(long recordNumber, ReadOnlySpan<byte> record);
}

/// <summary>Publishes encoded commands to standbys and validators.</summary>
public interface ICommandPublisher
{
    /// <summary>Publishes one encoded envelope.</summary>
    /// <param name="commandType">The command's type value.</param>
    /// <param name="envelope">The canonical bytes of the envelope.</param>
    void Publish(byte commandType, ReadOnlySpan<byte> envelope);
}
