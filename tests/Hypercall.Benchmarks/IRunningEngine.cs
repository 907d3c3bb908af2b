using Hypercall.Engine.Domain;
using Hypercall.Json;

namespace Hypercall.Benchmarks;

/// <summary>An engine actor that runs, for one thread; disposed it drains.</summary>
public interface IRunningEngine : IAsyncDisposable
{
    /// <summary>What the engine took to be ready; the start of the actor system around it is not counted.</summary>
    TimeSpan ReadyAfter { get; }

    /// <summary>Sends a command, with at most <see cref="IJournalFolder.Window"/> of them unanswered.</summary>
    void Send(in SubmittedCommand command);

    /// <summary>Waits until everything sent is answered.</summary>
    void Complete();

    /// <summary>The hash behind everything sent before.</summary>
    Task<Hash256> HashAsync();
}
