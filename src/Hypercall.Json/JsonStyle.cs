using System.Text.Encodings.Web;

namespace Hypercall.Json;

/// <summary>
/// How this project's JSON looks as text, for the writers that the tools make: plain characters instead of escapes
/// meant for HTML, and <c>\n</c> on every system.
/// </summary>
public static class JsonStyle
{
    /// <summary>One line, no spaces: NDJSON.</summary>
    public static JsonWriterOptions Compact { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Indented by two spaces, for people.</summary>
    public static JsonWriterOptions Indented { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
    };
}
