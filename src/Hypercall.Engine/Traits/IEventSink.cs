namespace Hypercall.Engine.Traits;

/// <summary>Where outputs go after they are durable: views, clients, analytics.</summary>
public interface IEventSink
{
    /// <summary>Takes one output. The view must not be kept after the call returns.</summary>
    void Emit(ApplyOutput output);
}
