namespace Hypercall.Gateway.Answers;

/// <summary>Lists and objects of an answer; whoever writes an item writes its members alone.</summary>
internal static class JsonParts
{
    /// <summary>An object.</summary>
    public static void WriteObject(this Utf8JsonWriter writer, Action<Utf8JsonWriter> members)
    {
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    }

    /// <summary>A list of objects.</summary>
    /// <param name="name">The member that it is; null: it is a value by itself.</param>
    /// <param name="items">What the objects are of.</param>
    public static void WriteObjects<T>(
        this Utf8JsonWriter writer, string? name, IEnumerable<T> items, Action<Utf8JsonWriter, T> members) =>
        writer.WriteList(name, items, (item, value) =>
        {
            item.WriteStartObject();
            members(item, value);
            item.WriteEndObject();
        });

    /// <summary>A list of any values; the parameters are as above.</summary>
    public static void WriteList<T>(
        this Utf8JsonWriter writer, string? name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (name is not null)
            writer.WritePropertyName(name);
        writer.WriteStartArray();
        foreach (T item in items)
            write(writer, item);
        writer.WriteEndArray();
    }

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter writer, string? name, IEnumerable<string> texts) =>
        writer.WriteList(name, texts, static (item, text) => item.WriteStringValue(text));

    /// <summary>True or false; null where it is not known.</summary>
    public static void WriteBoolean(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } known)
            writer.WriteBoolean(name, known);
        else
            writer.WriteNull(name);
    }

    /// <summary>Members that nothing is known of.</summary>
    public static void WriteNulls(this Utf8JsonWriter writer, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            writer.WriteNull(name);
    }
}
