using System.Globalization;

namespace Hypercall.Node.Storage;

/// <summary>Who owns a journal directory, as the owner wrote it into <c>owner.txt</c>: for messages only.</summary>
internal sealed record OwnerDescription(int ProcessId, string Host)
{
    public static OwnerDescription OfThisProcess() => new(Environment.ProcessId, Environment.MachineName);

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{ProcessId} {Host}\n");

    /// <summary>
    /// The description in <paramref name="text"/>, or null where it is none (the owner is still writing it).
    /// </summary>
    public static OwnerDescription? FromText(string text)
    {
        string[] parts = text.Trim().Split(' ', 2);
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? new OwnerDescription(id, parts[1])
            : null;
    }
}
