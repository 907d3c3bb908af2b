using System.Collections.Immutable;
using System.Globalization;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;

namespace Hypercall.Verification;

/// <summary>Takes down every field of what is walked as text, under the name of its entry and its own.</summary>
internal struct FieldTexts() : IEntryFields
{
    private readonly Dictionary<StateField, string> _fields = [];
    private readonly List<string> _entries = [];
    private string _entry = SnapshotFormat.Whole;
    private string _prefix = "";

    public static bool Makes => false;

    public static bool NamesEntries => true;

    public readonly bool Failed => false;

    /// <summary>The fields, in the order of the walk.</summary>
    public readonly IReadOnlyDictionary<StateField, string> All => _fields;

    /// <summary>The entries, in the order of the walk.</summary>
    public readonly IReadOnlyList<string> Entries => _entries;

    public void Begin(string entry)
    {
        _entry = entry;
        if (entry != SnapshotFormat.Whole)
            _entries.Add(entry);
    }

    public readonly bool TryWhole(ReadOnlySpan<byte> encoded) => false;

    public readonly void Require(bool holds, string problem)
    {
    }

    public readonly byte Tag(string name, byte value, byte greatest) => Take(name, value);

    public readonly T Enum<T>(string name, T value, T greatest, EnumForm form)
        where T : struct, Enum => Take(name, value);

    public readonly bool OneOf(string first, string second, bool isSecond) => isSecond;

    public readonly bool Has(string name, bool present, bool orNull) => present;

    public readonly bool Given(string name, bool present, bool evenNull) => present;

    public readonly bool Bit(string name, bool value, bool needed) => Take(name, value);

    public readonly bool Boolean(string name, bool value, bool needed) => Take(name, value);

    public readonly int Int32(string name, int value) => Take(name, value);

    public readonly uint UInt32(string name, uint value) => Take(name, value);

    public readonly long Int64(string name, long value, long min, long max) => Take(name, value);

    public readonly long Id(string name, long value) => Take(name, value);

    public readonly int TimeOfDay(string name, int minutes) => Take(name, minutes);

    public readonly long Units(string name, long value, int decimals) => Take(name, value);

    public readonly long Time(string name, long value) => Take(name, value);

    public readonly Price Price(string name, Price value) => Take(name, value);

    public readonly Quantity Quantity(string name, Quantity value) => Take(name, value);

    public readonly Cash Cash(string name, Cash value) => Take(name, value);

    public readonly Cash Cash(string name, Cash value, Int128 limit) => Take(name, value);

    public readonly Int128 Int128(string name, Int128 value) => Take(name, value);

    public readonly UInt128 UInt128(string name, UInt128 value) => Take(name, value);

    public readonly Hash256 Hash(string name, Hash256 value) => Take(name, value);

    public readonly long VarInt(string name, long value) => Take(name, value);

    public readonly int Count(string name, int count, int max, int leastBytes) => Take(name, count);

    public readonly WalletAddress Address(string name, WalletAddress value) => Take(name, value);

    public readonly string Text(string name, string value, int minBytes, int maxBytes) => Take(name, value);

    public readonly void Show(string name, Quantity value)
    {
    }

    public readonly void ShowEnum<T>(string name, T value)
        where T : struct, Enum
    {
    }

    public readonly void Ahead(string[] names)
    {
    }

    public T Part<T, TShape>(string name, T value)
        where TShape : IShape<T> => Walk<T, TShape>($"{name}.", value);

    public T? Attempt<T, TShape>(string name, T? value, ref string? malformed, int maxBytes)
        where T : class
        where TShape : IShape<T>
    {
        if (malformed is not null)
            Take(name, malformed);
        return value is null ? null : Part<T, TShape>(name, value);
    }

    public void Rows<T, TShape>(string name, Span<T> rows)
        where TShape : IShape<T>
    {
        for (int index = 0; index < rows.Length; index++)
            Walk<T, TShape>($"{name}[{index}].", rows[index]);
    }

    public ImmutableArray<T> Items<T, TShape>(string name, ImmutableArray<T> items, int max, bool needed)
        where TShape : IShape<T>
    {
        Take(name, items.Length);
        for (int index = 0; index < items.Length; index++)
            Walk<T, TShape>($"{name}[{index}].", items[index]);
        return items;
    }

    private T Walk<T, TShape>(string name, in T value)
        where TShape : IShape<T>
    {
        string outer = _prefix;
        _prefix = outer + name;
        TShape.Walk(ref this, value);
        _prefix = outer;
        return value;
    }

    /// <summary>One that stands in its entry several times is told apart by its place.</summary>
    private readonly T Take<T>(string name, T value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        var field = new StateField(_entry, _prefix + name);
        for (int place = 1; !_fields.TryAdd(field, text); place++)
            field = new StateField(_entry, $"{_prefix}{name}[{place}]");
        return value;
    }
}
