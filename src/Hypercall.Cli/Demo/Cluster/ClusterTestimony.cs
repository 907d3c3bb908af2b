namespace Hypercall.Cli.Demo.Cluster;

/// <summary>
/// What the demonstration's clients were told: every acknowledgement, and where the last owner stood at the end. The
/// journal has to agree with it.
/// </summary>
/// <param name="Acknowledged">The acknowledgements.</param>
/// <param name="Sequence">The owner's last command.</param>
/// <param name="Hash">Its hash after that.</param>
internal sealed record ClusterTestimony(IReadOnlyList<Acknowledgement> Acknowledged, long Sequence, Hash256 Hash)
{
    /// <summary>Every acknowledgement, and where the owner stood as the last one.</summary>
    public IEnumerable<Acknowledgement> Lines =>
        Acknowledged.Append(new Acknowledgement(default, Sequence, Sequence, Hash));
}
