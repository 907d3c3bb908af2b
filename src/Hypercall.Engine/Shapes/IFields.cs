namespace Hypercall.Engine.Shapes;

/// <summary>
/// What walks over the fields of a layout, in the order of its canonical bytes: one that writes them, one that reads
/// them, one that looks for what could never be read back, two that write and read JSON. A layout is declared once, as
/// a walk that hands each field to a visitor by the name it has in text (wire.md) and gets its value back; nothing is
/// boxed and nothing allocated, as visitors are structs.
/// </summary>
public interface IFields
{
    /// <summary>True where values come out of the visitor: the walk then makes what it returns.</summary>
    static abstract bool Makes { get; }

    /// <summary>True once a field could not be had; what comes out from then on means nothing.</summary>
    bool Failed { get; }

    /// <summary>Demands what several fields keep together.</summary>
    void Require(bool holds, string problem);

    /// <summary>Presence bits or a version, of which the greatest is known: bytes have it, text does not.</summary>
    byte Tag(string name, byte value, byte greatest);

    /// <summary>A value of an enumeration of one byte, of which the greatest, or all bits, are known.</summary>
    T Enum<T>(string name, T value, T greatest, EnumForm form = EnumForm.Name)
        where T : struct, Enum;

    /// <summary>Which one of two fields follows.</summary>
    bool OneOf(string first, string second, bool isSecond);

    /// <summary>Whether an optional field follows; in text it is left out, or null, where it does not.</summary>
    bool Has(string name, bool present, bool orNull = false);

    /// <summary>
    /// As <see cref="Has"/> where a bit of a tag has said so before; with <paramref name="evenNull"/> a field that is
    /// null in text is there.
    /// </summary>
    bool Given(string name, bool present, bool evenNull = false);

    /// <summary>A bit of a tag before, in text a field of its own, left out when false unless it is needed.</summary>
    bool Bit(string name, bool value, bool needed = false);

    /// <summary>In text left out when false unless it is needed.</summary>
    bool Boolean(string name, bool value, bool needed = true);

    int Int32(string name, int value);

    uint UInt32(string name, uint value);

    long Int64(string name, long value, long min = long.MinValue, long max = long.MaxValue);

    /// <summary>An id; 0, which is none, is null in text.</summary>
    long Id(string name, long value);

    /// <summary>An instant or a duration in ms within the engine's time.</summary>
    long Time(string name, long value);

    /// <summary>A time of day in minutes after midnight.</summary>
    int TimeOfDay(string name, int minutes);

    /// <summary>A number in units of so many decimals.</summary>
    long Units(string name, long value, int decimals);

    Price Price(string name, Price value);

    Quantity Quantity(string name, Quantity value);

    Cash Cash(string name, Cash value);

    /// <summary>Cash of either sign up to a limit.</summary>
    Cash Cash(string name, Cash value, Int128 limit);

    Int128 Int128(string name, Int128 value);

    UInt128 UInt128(string name, UInt128 value);

    Hash256 Hash(string name, Hash256 value);

    /// <summary>A number of zero or more in as few bytes as it needs.</summary>
    long VarInt(string name, long value);

    /// <summary>How many items of at least so many bytes follow; text needs none.</summary>
    int Count(string name, int count, int max, int leastBytes);

    WalletAddress Address(string name, WalletAddress value);

    /// <summary>A text of so many bytes of UTF-8.</summary>
    string Text(string name, string value, int minBytes, int maxBytes);

    /// <summary>What text shows besides and bytes do without.</summary>
    void Show(string name, Quantity value);

    /// <inheritdoc cref="Show(string, Quantity)"/>
    void ShowEnum<T>(string name, T value)
        where T : struct, Enum;

    /// <summary>Fields that stand here in text, in this order, and come later in bytes.</summary>
    void Ahead(string[] names);

    /// <summary>A part with a layout of its own.</summary>
    T Part<T, TShape>(string name, T value)
        where TShape : IShape<T>;

    /// <summary>A part that may be malformed: then the path of what is wrong in it stands in its place.</summary>
    T? Attempt<T, TShape>(string name, T? value, ref string? malformed, int maxBytes)
        where T : class
        where TShape : IShape<T>;

    /// <summary>Items with a layout of their own; in text an empty list is left out unless it is needed.</summary>
    ImmutableArray<T> Items<T, TShape>(
        string name, ImmutableArray<T> items, int max = int.MaxValue, bool needed = true)
        where TShape : IShape<T>;

    /// <summary>Items in place, whose count was walked before.</summary>
    void Rows<T, TShape>(string name, Span<T> rows)
        where TShape : IShape<T>;
}
