using Hypercall.Cli.Demo.Cluster;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall demo check</c>: the checks of a demonstration once more, on the journal and the acknowledgements that
/// it was told to keep.
/// </summary>
internal static class DemoCheckVerb
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("DIR") { Description = "What 'hypercall demo --keep DIR' has kept." };
        var command = new Command("check", "Hold the journal that a demonstration kept against what it acknowledged.")
        {
            folder,
        };
        command.SetAction(parsed =>
        {
            string kept = parsed.GetRequiredValue(folder);
            ClusterAudit.Run(
                terminal, ClusterPlan.JournalFolder(kept), ClusterPlan.FilesPartition, ClusterTestimony.Read(kept));
        });
        return command;
    }
}
