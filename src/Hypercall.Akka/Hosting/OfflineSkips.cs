using Hypercall.Actors.Engine.Reports;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// Writes skip records (runtime.md §2) beside a journal whose engine does not run: it might meet the command again.
/// </summary>
public static class OfflineSkips
{
    /// <summary>Adds a skip record.</summary>
    /// <param name="system">A system with the journal's settings, in which no engine has been started.</param>
    /// <param name="skip">The record.</param>
    /// <returns>Null when it is durable, else why it is not.</returns>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static Task<string?> AddAsync(ActorSystem system, SkipCommand skip)
    {
        PartitionSettings settings = HypercallSystem.Prepare(system).For(skip.Partition);
        var outcome = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Writer(settings, skip, outcome)));
        return outcome.Task;
    }

    private sealed class Writer : ReceiveActor
    {
        public Writer(PartitionSettings settings, SkipCommand skip, TaskCompletionSource<string?> outcome)
        {
            Context.Watch(Context.ActorOf(SkipLedger.Props(settings, Self)));
            Receive<SkipsLoaded>(loaded => loaded.Ledger.Tell(skip));
            Receive<SkipStored>(stored => outcome.TrySetResult(stored.Error));
            Receive<SkipsUnreadable>(unreadable => outcome.TrySetResult(unreadable.Detail));
            Receive<Terminated>(_ => outcome.TrySetResult("the skip record could not be written"));
        }
    }
}
