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
    /// <summary>The file's name beside a journal that is kept.</summary>
    public const string FileName = "acknowledged.csv";

    private const string Header = "request,executed,answered,hash";

    /// <summary>Every acknowledgement, and where the owner stood as the last one.</summary>
    public IEnumerable<Acknowledgement> Lines =>
        Acknowledged.Append(new Acknowledgement(default, Sequence, Sequence, Hash));

    /// <summary>Writes it into a folder; the last line is the owner's.</summary>
    public void Write(string folder) => File.WriteAllLines(
        Path.Combine(folder, FileName), [Header, .. Lines.Select(entry => entry.ToLine())]);

    /// <summary>Reads it from a folder.</summary>
    /// <exception cref="InputException">There is none, or a line of it is wrong.</exception>
    public static ClusterTestimony Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new InputException(folder, $"holds no {FileName}, as 'hypercall demo --keep' writes it");
        try
        {
            Acknowledgement[] lines = [.. File.ReadLines(path).Skip(1).Select(Acknowledgement.FromLine)];
            return lines is [.. var acknowledged, var owner]
                ? new ClusterTestimony(acknowledged, owner.Executed, owner.Hash)
                : throw new FormatException("the owner's line is missing");
        }
        catch (FormatException exception)
        {
            throw new InputException(path, exception.Message);
        }
    }
}
