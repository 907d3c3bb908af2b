using System.Collections.Immutable;
using Hypercall.Engine.Shapes;

namespace Hypercall.Json.Writing;

/// <summary>
/// Writes what is walked as fields of the object that is open, in the order of wire.md: that of the walk, but for
/// fields that stand ahead of it. Also writes what is no layout, for the outcome line and the state file.
/// </summary>
internal struct JsonOutput(Utf8JsonWriter writer) : IFields
{
    private HeldFields? _held;
    private int _depth;
    private ShapeForm _form;
    private string? _key;

    public static bool Makes => false;

    public readonly bool Failed => false;

    /// <summary>True where the next field is the name under which the others stand.</summary>
    private readonly bool IsKey => _form >= ShapeForm.Named && _key is null;

    /// <summary>Begins an object.</summary>
    public void Open(string? name = null) => Begin(name, isList: false);

    /// <summary>Ends the object.</summary>
    public void Close() => End(isList: false);

    /// <summary>Begins a list; what stands in it has no names.</summary>
    public void OpenList(string? name) => Begin(name, isList: true);

    /// <summary>Ends the list.</summary>
    public void CloseList() => End(isList: true);

    /// <summary>An object with what each of some items writes in it.</summary>
    public void Each<T>(string name, IEnumerable<T> items, JsonItem<T> write)
    {
        Open(name);
        foreach (T item in items)
            write(ref this, item);
        Close();
    }

    /// <summary>A text or null.</summary>
    public readonly void Text(string? name, string? value) => Named(name).WriteStringValue(value);

    public readonly void Require(bool holds, string problem)
    {
    }

    public readonly byte Tag(string name, byte value, byte greatest) => value;

    public T Enum<T>(string name, T value, T greatest, EnumForm form)
        where T : struct, Enum
    {
        if (form == EnumForm.Name)
            ShowEnum(name, value);
        else if (form == EnumForm.Kind)
            Put(NameOf(name), EnumNames<T>.AsInCode.NameOf(value));
        else
            PutBits(name, value, areFields: form == EnumForm.Flags);
        return value;
    }

    private void PutBits<T>(string name, T value, bool areFields)
        where T : struct, Enum
    {
        if (!areFields)
            OpenList(NameOf(name));
        foreach ((string member, T bit) in EnumNames<T>.Wire.Bits)
        {
            if (!value.HasFlag(bit))
                continue;
            if (areFields)
                Named(member).WriteBooleanValue(true);
            else
                Text(null, member);
        }

        if (!areFields)
            CloseList();
    }

    public readonly bool OneOf(string first, string second, bool isSecond) => isSecond;

    public readonly bool Has(string name, bool present, bool orNull)
    {
        if (!present && orNull)
            Text(NameOf(name), null);
        return present;
    }

    public readonly bool Given(string name, bool present, bool evenNull) => present;

    public readonly bool Bit(string name, bool value, bool needed) => Boolean(name, value, needed);

    public readonly bool Boolean(string name, bool value, bool needed)
    {
        if (value || needed)
            Named(NameOf(name)).WriteBooleanValue(value);
        return value;
    }

    public readonly int Int32(string name, int value) => (int)Int64(name, value);

    public readonly uint UInt32(string name, uint value) => (uint)Int64(name, value);

    public readonly long Int64(string? name, long value)
    {
        Named(NameOf(name)).WriteNumberValue(value);
        return value;
    }

    public readonly long Int64(string name, long value, long min, long max) => Int64(name, value);

    public readonly long Id(string name, long value) => Has(name, value != 0, true) ? Int64(name, value) : value;

    public readonly long Time(string name, long value) => Int64(name, value);

    public readonly int TimeOfDay(string name, int minutes)
    {
        (int hour, int minute) = int.DivRem(minutes, 60);
        Text(NameOf(name), $"{hour:00}:{minute:00}");
        return minutes;
    }

    public readonly long Units(string? name, long value, int decimals)
    {
        Named(NameOf(name)).WriteDecimal(value, decimals);
        return value;
    }

    public readonly Price Price(string? name, Price value)
    {
        Units(name, value.Units, Engine.Domain.Price.Decimals);
        return value;
    }

    public readonly Quantity Quantity(string name, Quantity value)
    {
        Show(name, value);
        return value;
    }

    public readonly Cash Cash(string name, Cash value)
    {
        Named(NameOf(name)).WriteDecimal(value.Units, Engine.Domain.Cash.Decimals);
        return value;
    }

    public readonly Cash Cash(string name, Cash value, Int128 limit) => Cash(name, value);

    public readonly Int128 Int128(string name, Int128 value)
    {
        Named(NameOf(name)).WriteDecimal(value, 0);
        return value;
    }

    public readonly UInt128 UInt128(string name, UInt128 value)
    {
        Text(NameOf(name), value.ToString());
        return value;
    }

    public readonly Hash256 Hash(string name, Hash256 value)
    {
        Text(NameOf(name), value.ToString());
        return value;
    }

    public readonly long VarInt(string name, long value) => Int64(name, value);

    public readonly int Count(string name, int count, int max, int leastBytes) => count;

    public WalletAddress Address(string name, WalletAddress value)
    {
        if (IsKey)
            TakeKey(value.ToString());
        else
            Named(NameOf(name)).WriteWallet(value);
        return value;
    }

    public string Text(string name, string value, int minBytes, int maxBytes)
    {
        if (IsKey)
            TakeKey(value);
        else
            Text(NameOf(name), value);
        return value;
    }

    public readonly void Show(string? name, Quantity value) =>
        Units(name, value.Units, Engine.Domain.Quantity.Decimals);

    public readonly void ShowEnum<T>(string name, T value)
        where T : struct, Enum =>
        Put(NameOf(name), EnumNames<T>.Wire.NameOf(value));

    public void Ahead(string[] names) => _held = HeldFields.Rent(Writer, _held, _depth, names);

    public T Part<T, TShape>(string name, T value)
        where TShape : IShape<T>
    {
        if (TShape.Form == ShapeForm.Inline)
            return TShape.Walk(ref this, value);
        Open(NameOf(name));
        WriteAs<T, TShape>(ShapeForm.Fields, value);
        Close();
        return value;
    }

    /// <summary>
    /// What a malformed part said is lost, but one whose only member is doubled and has the path as its name is
    /// malformed in the same way.
    /// </summary>
    public T? Attempt<T, TShape>(string name, T? value, ref string? malformed, int maxBytes)
        where T : class
        where TShape : IShape<T>
    {
        if (value is not null)
            return Part<T, TShape>(name, value);
        Open(NameOf(name));
        Text(malformed ?? string.Empty, null);
        Text(malformed ?? string.Empty, null);
        Close();
        return null;
    }

    public ImmutableArray<T> Items<T, TShape>(string name, ImmutableArray<T> items, int max, bool needed)
        where TShape : IShape<T>
    {
        if (items.IsEmpty && !needed)
            return items;
        bool isMap = TShape.Form is ShapeForm.Named or ShapeForm.NamedValue;
        Begin(NameOf(name), !isMap);
        foreach (ref readonly T item in items.AsSpan())
            WriteItem<T, TShape>(item);
        End(!isMap);
        return items;
    }

    public void Rows<T, TShape>(string name, Span<T> rows)
        where TShape : IShape<T>
    {
        OpenList(NameOf(name));
        foreach (ref readonly T row in rows)
            WriteItem<T, TShape>(row);
        CloseList();
    }

    private void WriteItem<T, TShape>(in T item)
        where TShape : IShape<T>
    {
        bool isRow = TShape.Form == ShapeForm.Row;
        if (isRow || TShape.Form == ShapeForm.Fields)
            Begin(null, isRow);
        WriteAs<T, TShape>(TShape.Form, item);
        if (isRow || TShape.Form is ShapeForm.Fields or ShapeForm.Named)
            End(isRow);
    }

    private void WriteAs<T, TShape>(ShapeForm form, in T value)
        where TShape : IShape<T>
    {
        (ShapeForm outerForm, string? outerKey) = (_form, _key);
        (_form, _key) = (form, null);
        TShape.Walk(ref this, value);
        (_form, _key) = (outerForm, outerKey);
    }

    private void TakeKey(string key)
    {
        if (_form == ShapeForm.NamedValue)
        {
            _key = key;
            return;
        }

        Open(key);
        _form = ShapeForm.Fields;
    }

    private readonly string? NameOf(string? name) => _form switch
    {
        ShapeForm.Fields or ShapeForm.Inline => name,
        ShapeForm.NamedValue => _key,
        _ => null,
    };

    private void Begin(string? name, bool isList)
    {
        if (isList)
            Named(name).WriteStartArray();
        else
            Named(name).WriteStartObject();
        _depth++;
    }

    /// <summary>What was held of an object goes before its end.</summary>
    private void End(bool isList)
    {
        if (_held?.Depth == _depth)
            _held = _held.End();
        _depth--;
        if (isList)
            Writer.WriteEndArray();
        else
            Writer.WriteEndObject();
    }

    private readonly void Put(string? name, JsonEncodedText? member)
    {
        if (member is { } text)
            Named(name).WriteStringValue(text);
        else
            Text(name, null);
    }

    /// <summary>Where fields go now.</summary>
    private readonly Utf8JsonWriter Writer => _held?.Aside ?? writer;

    /// <summary>Writes the name of the value that follows, if it has one.</summary>
    private readonly Utf8JsonWriter Named(string? name)
    {
        if (name is not null && _held is not null)
            _held.Name(name, _depth);
        else if (name is not null)
            writer.WritePropertyName(PropertyNames.Of(name));
        return Writer;
    }
}

/// <summary>Writes what an item says.</summary>
internal delegate void JsonItem<in T>(ref JsonOutput output, T item);
