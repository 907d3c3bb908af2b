namespace Hypercall.Cli.Tests.Support;

/// <summary>A folder of its own for a test, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("hypercall-").FullName;

    public string this[string name] => Path.Combine(FullName, name);

    /// <summary>Writes a file of the given lines, each ended by LF.</summary>
    public string Write(string name, params string[] lines)
    {
        string path = this[name];
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        return path;
    }

    public void Dispose() => Directory.Delete(FullName, true);
}
