using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Storage;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// Writes skip records (runtime.md §2) beside a journal whose engine does not run: it might meet the command again.
/// </summary>
public static class OfflineSkips
{
    /// <summary>Adds a skip record. A journal of SQLite files is held from then on until the system ends; more records
    /// may be added by the same system.</summary>
    /// <param name="system">A system with the journal's settings, in which no engine has been started.</param>
    /// <returns>Null when it is durable, else why it is not.</returns>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    /// <exception cref="JournalRefusedException">No journal can be kept in a database as it is.</exception>
    /// <exception cref="FolderOwnedException">Another host holds the folder of a file.</exception>
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
            Receive<SkipStored>(stored => End(outcome, stored.Error));
            Receive<SkipsUnreadable>(unreadable => End(outcome, unreadable.Detail));
            Receive<Terminated>(_ => End(outcome, "the skip record could not be written"));
        }

        private static void End(TaskCompletionSource<string?> outcome, string? error)
        {
            outcome.TrySetResult(error);
            Context.Stop(Context.Self);
        }
    }
}
