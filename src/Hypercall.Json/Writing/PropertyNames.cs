using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;

namespace Hypercall.Json.Writing;

/// <summary>
/// Names of fields as they stand in JSON, escaped and encoded once: walks hand over the same texts of the code each
/// time. A place is found by the text's identity; whoever comes to a taken one takes it over, so that there are no
/// more than <see cref="Places"/>, and threads that meet there at worst encode a name once more.
/// </summary>
internal static class PropertyNames
{
    private const int Places = 1024;

    private static readonly Known?[] Table = new Known?[Places];

    public static JsonEncodedText Of(string name)
    {
        ref Known? place = ref Table[RuntimeHelpers.GetHashCode(name) & (Places - 1)];
        Known? known = place;
        if (known is null || !ReferenceEquals(known.Name, name))
            place = known = new Known(name);
        return known.Encoded;
    }

    private sealed class Known(string name)
    {
        public string Name { get; } = name;

        public JsonEncodedText Encoded { get; } =
            JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    }
}
