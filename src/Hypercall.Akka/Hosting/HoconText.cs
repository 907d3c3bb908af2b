namespace Hypercall.Actors.Hosting;

/// <summary>Texts as HOCON takes them.</summary>
public static class HoconText
{
    /// <summary>A text between quotes.</summary>
    public static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
