using System.Globalization;
using Hypercall.Sequencer.Live;

namespace Hypercall.Node.Hosting;

/// <summary>
/// The file that is left behind when a command could not be applied (runtime.md §2): for whoever mends it.
/// </summary>
internal static class DiagnosticFile
{
    /// <summary>Writes it into the node's directory.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string directory, EngineDiagnostic diagnostic)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"diagnostic-{diagnostic.Sequence}.txt");
        string path = Path.Combine(directory, name);
        File.WriteAllText(path, diagnostic.ToText());
        return path;
    }
}
