using Hypercall.Node.Hosting;

namespace Hypercall.Cli.Replay;

/// <summary>What a stopped node means for a verb that needed it.</summary>
internal static class NodeFailure
{
    /// <summary>The exception that ends the verb.</summary>
    public static Exception Of(NodeStop stop) =>
        new JournalUnusableException($"the node stopped ({stop.Notice.Reason}): {stop.Notice.Detail}", stop.Exception);

    /// <summary>Waits for a node to be ready.</summary>
    /// <exception cref="JournalUnusableException">It stopped instead.</exception>
    public static async Task ThrowIfStoppedAsync(Task ready)
    {
        try
        {
            await ready;
        }
        catch (NodeStoppedException exception)
        {
            throw Of(exception.Stop);
        }
    }
}
