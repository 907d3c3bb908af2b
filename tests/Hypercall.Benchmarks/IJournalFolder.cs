using Akka.Actor;

namespace Hypercall.Benchmarks;

/// <summary>
/// A new folder for the journal of one run, removed when it is disposed, and what a host starts on it: all that M4 and
/// M5 need of one.
/// </summary>
public interface IJournalFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    string FullName { get; }

    /// <summary>Commands that may be unanswered at a time.</summary>
    int Window { get; }

    /// <summary>Starts the engine actor on the folder's journal and waits until it is ready.</summary>
    /// <param name="answered">Sees the index of each command answered, on another thread.</param>
    Task<IRunningEngine> StartAsync(Action<long> answered);

    /// <summary>Starts an actor system that has the folder's journal and runs nothing.</summary>
    /// <param name="journalPluginId">The journal's plugin.</param>
    ActorSystem StartPlain(out string journalPluginId);

    /// <summary>Removes the snapshots, so that the next start executes every command again.</summary>
    void DropSnapshots();
}
