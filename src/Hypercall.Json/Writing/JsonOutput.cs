using System.Collections.Immutable;
using Hypercall.Engine.Shapes;

namespace Hypercall.Json.Writing;

/// <summary>
/// Writes what is walked as fields of the object that is open, in the order of wire.md: that of the walk, but for
/// fields that stand ahead of it. Also writes what is no layout, for the outcome line and the state file.
/// </summary>
internal struct JsonOutput(Utf8JsonWriter writer) : IFields
{
    private JsonTokens? _held;
    private int _heldDepth;
    private int _depth;
    private ShapeForm _form;
    private string? _key;

    public static bool Makes => false;

    public readonly bool Failed => false;

    /// <summary>True where the next field is the name under which the others stand.</summary>
    private readonly bool IsKey => _form >= ShapeForm.Named && _key is null;

    /// <summary>Begins an object.</summary>
    public void Open(string? name = null) => Begin(JsonTokenKind.Object, name);

    /// <summary>Ends the object.</summary>
    public void Close() => End(JsonTokenKind.EndOfObject);

    /// <summary>Begins a list; what stands in it has no names.</summary>
    public void OpenList(string? name) => Begin(JsonTokenKind.List, name);

    /// <summary>Ends the list.</summary>
    public void CloseList() => End(JsonTokenKind.EndOfList);

    /// <summary>A text or null.</summary>
    public readonly void Text(string? name, string? value) => PutText(name, value);

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
            Begin(JsonTokenKind.List, NameOf(name));
        foreach ((string member, T bit) in EnumNames<T>.Wire.Bits)
        {
            if (!value.HasFlag(bit))
                continue;
            if (areFields)
                PutBoolean(member, true);
            else
                PutText(null, member);
        }

        if (!areFields)
            End(JsonTokenKind.EndOfList);
    }

    public readonly bool OneOf(string first, string second, bool isSecond) => isSecond;

    public readonly bool Has(string name, bool present, bool orNull)
    {
        if (!present && orNull)
            PutText(NameOf(name), null);
        return present;
    }

    public readonly bool Given(string name, bool present, bool evenNull) => present;

    public readonly bool Bit(string name, bool value, bool needed) => Boolean(name, value, needed);

    public readonly bool Boolean(string name, bool value, bool needed)
    {
        if (value || needed)
            PutBoolean(NameOf(name), value);
        return value;
    }

    public readonly int Int32(string name, int value) => (int)Int64(name, value);

    public readonly uint UInt32(string name, uint value) => (uint)Int64(name, value);

    public readonly long Int64(string? name, long value)
    {
        if (_held is null)
            JsonValues.WriteNumber(writer, NameOf(name), value);
        else
            Put(new JsonToken(JsonTokenKind.Number, NameOf(name), Units: value));
        return value;
    }

    public readonly long Int64(string name, long value, long min, long max) => Int64(name, value);

    public readonly long Id(string name, long value) => Has(name, value != 0, true) ? Int64(name, value) : value;

    public readonly long Time(string name, long value) => Int64(name, value);

    public readonly int TimeOfDay(string name, int minutes)
    {
        (int hour, int minute) = int.DivRem(minutes, 60);
        PutText(NameOf(name), $"{hour:00}:{minute:00}");
        return minutes;
    }

    public readonly long Units(string? name, long value, int decimals)
    {
        if (_held is null)
            JsonValues.WriteDecimal(writer, NameOf(name), value, decimals);
        else
            Put(new JsonToken(JsonTokenKind.Decimal, NameOf(name), null, value, decimals));
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
        Put(new JsonToken(JsonTokenKind.Decimal, NameOf(name), null, value.Units, Engine.Domain.Cash.Decimals));
        return value;
    }

    public readonly Cash Cash(string name, Cash value, Int128 limit) => Cash(name, value);

    public readonly Int128 Int128(string name, Int128 value)
    {
        Put(new JsonToken(JsonTokenKind.Decimal, NameOf(name), null, value));
        return value;
    }

    public readonly UInt128 UInt128(string name, UInt128 value)
    {
        PutText(NameOf(name), value.ToString());
        return value;
    }

    public readonly Hash256 Hash(string name, Hash256 value)
    {
        PutText(NameOf(name), value.ToString());
        return value;
    }

    public readonly long VarInt(string name, long value) => Int64(name, value);

    public readonly int Count(string name, int count, int max, int leastBytes) => count;

    public WalletAddress Address(string name, WalletAddress value)
    {
        if (IsKey)
            TakeKey(value.ToString());
        else if (_held is null)
            JsonValues.WriteWallet(writer, NameOf(name), value);
        else
            Put(new JsonToken(JsonTokenKind.Wallet, NameOf(name)) { Wallet = value });
        return value;
    }

    public string Text(string name, string value, int minBytes, int maxBytes)
    {
        if (IsKey)
            TakeKey(value);
        else
            PutText(NameOf(name), value);
        return value;
    }

    public readonly void Show(string? name, Quantity value) =>
        Units(name, value.Units, Engine.Domain.Quantity.Decimals);

    public readonly void ShowEnum<T>(string name, T value)
        where T : struct, Enum =>
        Put(NameOf(name), EnumNames<T>.Wire.NameOf(value));

    public void Ahead(string[] names)
    {
        if (_held is null)
        {
            _held = JsonTokens.Rent();
            _heldDepth = _depth;
        }

        _held.AddAhead(names, _depth);
    }

    public T Part<T, TShape>(string name, T value)
        where TShape : IShape<T>
    {
        if (TShape.Form == ShapeForm.Inline)
            return TShape.Walk(ref this, value);
        Begin(JsonTokenKind.Object, NameOf(name));
        WriteAs<T, TShape>(ShapeForm.Fields, value);
        End(JsonTokenKind.EndOfObject);
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
        Begin(JsonTokenKind.Object, NameOf(name));
        PutText(malformed ?? string.Empty, null);
        PutText(malformed ?? string.Empty, null);
        End(JsonTokenKind.EndOfObject);
        return null;
    }

    public ImmutableArray<T> Items<T, TShape>(string name, ImmutableArray<T> items, int max, bool needed)
        where TShape : IShape<T>
    {
        if (items.IsEmpty && !needed)
            return items;
        bool isMap = TShape.Form is ShapeForm.Named or ShapeForm.NamedValue;
        Begin(isMap ? JsonTokenKind.Object : JsonTokenKind.List, NameOf(name));
        foreach (ref readonly T item in items.AsSpan())
            WriteItem<T, TShape>(item);
        End(isMap ? JsonTokenKind.EndOfObject : JsonTokenKind.EndOfList);
        return items;
    }

    public void Rows<T, TShape>(string name, Span<T> rows)
        where TShape : IShape<T>
    {
        Begin(JsonTokenKind.List, NameOf(name));
        foreach (ref readonly T row in rows)
            WriteItem<T, TShape>(row);
        End(JsonTokenKind.EndOfList);
    }

    private void WriteItem<T, TShape>(in T item)
        where TShape : IShape<T>
    {
        if (TShape.Form == ShapeForm.Fields)
            Begin(JsonTokenKind.Object, null);
        else if (TShape.Form == ShapeForm.Row)
            Begin(JsonTokenKind.List, null);
        WriteAs<T, TShape>(TShape.Form, item);
        if (TShape.Form is ShapeForm.Fields or ShapeForm.Named)
            End(JsonTokenKind.EndOfObject);
        else if (TShape.Form == ShapeForm.Row)
            End(JsonTokenKind.EndOfList);
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

        Begin(JsonTokenKind.Object, key);
        _form = ShapeForm.Fields;
    }

    private readonly string? NameOf(string? name) => _form switch
    {
        ShapeForm.Fields or ShapeForm.Inline => name,
        ShapeForm.NamedValue => _key,
        _ => null,
    };

    private void Begin(JsonTokenKind kind, string? name)
    {
        Put(new JsonToken(kind, name));
        _depth++;
    }

    private void End(JsonTokenKind kind)
    {
        if (_held is not null && _heldDepth == _depth)
        {
            _held.WriteTo(writer);
            _held = null;
        }

        _held?.Leave(_depth);
        _depth--;
        Put(new JsonToken(kind, null));
    }

    private readonly void PutText(string? name, string? value)
    {
        if (_held is null)
            JsonValues.WriteText(writer, name, value);
        else
            Put(new JsonToken(JsonTokenKind.Text, name, value));
    }

    private readonly void Put(string? name, EnumName? member)
    {
        if (_held is null && member is not null)
            JsonValues.WriteText(writer, name, member.Encoded);
        else
            PutText(name, member?.Text);
    }

    private readonly void PutBoolean(string? name, bool value)
    {
        if (_held is null)
            JsonValues.WriteBoolean(writer, name, value);
        else
            Put(new JsonToken(JsonTokenKind.Boolean, name, Units: value ? 1 : 0));
    }

    private readonly void Put(in JsonToken token)
    {
        if (_held is null)
            token.WriteTo(writer);
        else
            _held.Add(token, _depth);
    }
}
