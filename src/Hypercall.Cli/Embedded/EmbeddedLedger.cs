using Akka.Actor;
using Hypercall.Actors.Engine;
using Hypercall.Actors.Engine.Reports;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Cli.Running;
using Microsoft.Data.Sqlite;

namespace Hypercall.Cli.Embedded;

/// <summary>
/// Writes a skip record beside a journal in a folder without starting its engine, which might meet the command again.
/// </summary>
internal static class EmbeddedLedger
{
    /// <summary>Adds a skip record; durable on return.</summary>
    /// <exception cref="JournalUnusableException">The ledger cannot be read or written.</exception>
    public static async Task AddSkipAsync(string directory, SkipCommand skip)
    {
        ActorSystem system = ActorSystem.Create(
            NodeAddress.SystemName, NodeConfig.OfEmbedded(directory, skip.Partition));
        try
        {
            PartitionSettings settings = HypercallSystem.Prepare(system).For(skip.Partition);
            var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            system.ActorOf(Props.Create(() => new Writer(settings, skip, stored)));
            await stored.Task;
        }
        finally
        {
            await system.Terminate();
            SqliteConnection.ClearAllPools();
        }
    }

    private sealed class Writer(PartitionSettings settings, SkipCommand skip, TaskCompletionSource stored)
        : UntypedActor
    {
        protected override void PreStart() => Context.Watch(Context.ActorOf(SkipLedger.Props(settings, Self)));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case SkipsLoaded loaded:
                    loaded.Ledger.Tell(skip);
                    break;
                case SkipStored { Error: null }:
                    stored.TrySetResult();
                    break;
                case SkipStored refused:
                    Fail(refused.Error!);
                    break;
                case SkipsUnreadable unreadable:
                    Fail(unreadable.Detail);
                    break;
                case Terminated:
                    Fail("the skip record could not be written");
                    break;
                default:
                    Unhandled(message);
                    break;
            }
        }

        private void Fail(string detail) => stored.TrySetException(new JournalUnusableException(detail));
    }
}
