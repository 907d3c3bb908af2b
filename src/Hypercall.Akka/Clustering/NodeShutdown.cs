using Akka;

namespace Hypercall.Actors.Clustering;

/// <summary>
/// Our step in the coordinated shutdown: stop taking, and stop asking, since a region ends only once nothing waits in
/// it. What follows are Akka's own phases with our stop message and times: the region's phase drains the engines,
/// saves their snapshots and hands them over, then the node leaves.
/// </summary>
internal static class NodeShutdown
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    public static void Register(ActorSystem system, IActorRef entry, IActorRef keeper) =>
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
            "hypercall-stop-taking",
            async () =>
            {
                system.Stop(keeper);
                await entry.Ask<Done>(new NodeEntry.CloseDoor(), LongestWait);
                await TransferSingleton.StopHereAsync(system, LongestWait);
                return Done.Instance;
            });
}
