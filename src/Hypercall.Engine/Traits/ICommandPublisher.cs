namespace Hypercall.Engine.Traits;

/// <summary>Publishes encoded commands to standbys and validators.</summary>
public interface ICommandPublisher
{
    /// <summary>Publishes one encoded envelope.</summary>
    /// <param name="commandType">The command's type value.</param>
    /// <param name="envelope">The canonical bytes of the envelope.</param>
    void Publish(byte commandType, ReadOnlySpan<byte> envelope);
}
