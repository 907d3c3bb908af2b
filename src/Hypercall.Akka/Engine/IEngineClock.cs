namespace Hypercall.Actors.Engine;

/// <summary>Where an engine actor's time comes from; read on the actor's thread with every message.</summary>
public interface IEngineClock
{
    /// <summary>Both clocks now.</summary>
    HostTime Now { get; }
}
