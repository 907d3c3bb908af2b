namespace Hypercall.Cli.Verbs;

/// <summary>
/// Where a verb works that takes either a journal that no host runs on or the cluster that owns it: one of DIR and
/// <c>--node</c>, and with either a partition.
/// </summary>
internal sealed class JournalOrNodes
{
    private readonly Argument<string> _directory = JournalArguments.Location();
    private readonly Option<string?> _partition = JournalArguments.PartitionOption();
    private readonly Option<string?> _certificates = ClientOptions.Certificates();
    private readonly Option<string[]> _nodes = Options.Several(
        "--node", "A node of the cluster that owns the journal, HOST:PORT, in place of DIR.");

    /// <summary>Adds its argument and options to a verb.</summary>
    public JournalOrNodes(Command command)
    {
        _directory.Arity = ArgumentArity.ZeroOrOne;
        command.Add(_directory);
        command.Add(_partition);
        command.Add(_nodes);
        command.Add(_certificates);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_directory) is null == (result.GetValue(_nodes) ?? []).Length is 0)
                result.AddError($"{command.Name} takes either DIR, of a journal that no host runs on, or --node");
        });
    }

    /// <summary>Where the journal is; null: at nodes.</summary>
    public string? Directory(ParseResult parsed) => parsed.GetValue(_directory);

    /// <summary>The partition, where one is named.</summary>
    public string? Partition(ParseResult parsed) => parsed.GetValue(_partition);

    /// <summary>The partition that a cluster is asked for.</summary>
    public string PartitionAtNodes(ParseResult parsed) => Partition(parsed) ?? ClientOptions.DefaultPartition;

    /// <summary>A connection to the nodes.</summary>
    public ClusterConnection Connect(ParseResult parsed) =>
        new(parsed.GetRequiredValue(_nodes), parsed.GetValue(_certificates));
}
