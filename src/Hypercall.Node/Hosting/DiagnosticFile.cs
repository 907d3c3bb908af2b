using System.Globalization;
using System.Text;
using Hypercall.Engine.Numerics;
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
        File.WriteAllText(path, Text(diagnostic));
        return path;
    }

    private static string Text(EngineDiagnostic diagnostic)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"record    {diagnostic.RecordNumber}\n");
        text.Append(CultureInfo.InvariantCulture, $"sequence  {diagnostic.Sequence}\n");
        text.Append(CultureInfo.InvariantCulture, $"command   {diagnostic.Command}\n");
        text.Append(CultureInfo.InvariantCulture, $"envelope  {Convert.ToHexStringLower(diagnostic.Envelope.Span)}\n");
        foreach (KeyValuePair<string, Hash256> digest in diagnostic.Digests)
            text.Append(CultureInfo.InvariantCulture, $"digest    {digest.Key} {digest.Value}\n");
        if (diagnostic.DigestError is { } digestError)
            text.Append(CultureInfo.InvariantCulture, $"digests   {digestError}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{diagnostic.Exception}\n");
        return text.ToString();
    }
}
