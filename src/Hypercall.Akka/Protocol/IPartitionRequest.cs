namespace Hypercall.Actors.Protocol;

/// <summary>
/// A partition message that is answered to its sender: by the answer named at each request, or by
/// <see cref="EngineUnavailable"/> while no engine runs. Delivery is at most once in both directions, so whoever asks
/// also watches the time.
/// </summary>
public interface IPartitionRequest : IPartitionMessage
{
    /// <summary>The sender's own number for the answer, given back as it is.</summary>
    long Token { get; }
}
