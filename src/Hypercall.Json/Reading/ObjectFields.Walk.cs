using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hypercall.Engine.Shapes;

namespace Hypercall.Json.Reading;

/// <summary>As a visitor: makes what is walked from JSON.</summary>
internal ref partial struct ObjectFields : IFields
{
    private const string Malformed = "malformed";

    static bool IFields.Makes => true;

    readonly bool IFields.Failed => (_shapeError ?? _valueError) is not null;

    void IFields.Require(bool holds, string problem)
    {
        if (!holds)
            Fail(new JsonError(_path.Text, problem));
    }

    readonly byte IFields.Tag(string name, byte value, byte greatest) => value;

    T IFields.Enum<T>(string name, T value, T greatest, EnumForm form) => form switch
    {
        EnumForm.Kind => ReadKind(name, value),
        EnumForm.Flags => ReadFlags<T>(),
        EnumForm.Set => ReadSet(name, value),
        _ => ReadEnum(name, EnumNames<T>.Wire) ?? default,
    };

    private T ReadKind<T>(string name, T value)
        where T : struct, Enum
    {
        EnumNames<T> names = EnumNames<T>.AsInCode;
        if (TryText(name, false, names.Expected, out ReadOnlySpan<byte> text) && names.TryParse(text, out T kind))
            return kind;
        Abandon(new JsonError(PathOf(name), $"expected {names.Expected}"));
        return value;
    }

    private T ReadFlags<T>()
        where T : struct, Enum
    {
        byte flags = 0;
        foreach ((string flag, T bit) in EnumNames<T>.Wire.Bits)
        {
            if (ReadBoolean(flag, false))
                flags |= Unsafe.BitCast<T, byte>(bit);
        }

        return Unsafe.BitCast<byte, T>(flags);
    }

    private T ReadSet<T>(string name, T value)
        where T : struct, Enum
    {
        byte set = 0;
        if (!TryContainer(name, JsonTokenType.StartArray, true, out ReadOnlySpan<byte> json))
            return value;
        var items = new JsonItems(json);
        while (items.MoveNext())
        {
            var item = new ObjectFields(items.Current, new FieldPath(PathOf(name), items.Index), ShapeForm.Value);
            byte bit = BitOf<T>(ref item);
            if (bit == 0 || (set & bit) != 0)
                item.Refuse(name, EnumNames<T>.Wire.ExpectedOnce);
            Fail(item.Finish());
            set |= bit;
        }

        return Unsafe.BitCast<byte, T>(set);
    }

    bool IFields.OneOf(string first, string second, bool isSecond)
    {
        bool hasFirst = HasValue(first);
        bool hasSecond = HasValue(second);
        if (hasFirst != hasSecond)
            return hasSecond;
        var error = new JsonError(PathOf(first), $"expected exactly one of {first} and {second}");
        if (hasFirst)
            _pairError ??= error;
        else
            Fail(error);
        return hasSecond;
    }

    /// <summary>Where it is missing and must not be, reading it says so.</summary>
    bool IFields.Has(string name, bool present, bool orNull)
    {
        int index = Find(name);
        return index < 0 ? present || orNull : !IsNull(index) || (present && !orNull);
    }

    bool IFields.Given(string name, bool present, bool evenNull) =>
        present || (evenNull ? Find(name) >= 0 : HasValue(name));

    bool IFields.Bit(string name, bool value, bool needed) => ReadBoolean(name, needed);

    bool IFields.Boolean(string name, bool value, bool needed) => ReadBoolean(name, needed);

    int IFields.Int32(string name, int value) => (int)Integer(name, int.MinValue, int.MaxValue);

    uint IFields.UInt32(string name, uint value) => (uint)Integer(name, uint.MinValue, uint.MaxValue);

    long IFields.Int64(string name, long value, long min, long max) => Integer(name, min, max);

    long IFields.Id(string name, long value) => ReadInteger(name, false, 1, long.MaxValue) ?? 0;

    long IFields.Time(string name, long value) => Integer(name, 0, Instant.MaxMs);

    int IFields.TimeOfDay(string name, int minutes) =>
        Read<int>(name, true, Expected.TimeOfDay, JsonText.TryTimeOfDay) ?? 0;

    long IFields.Units(string name, long value, int decimals) => Scaled(name, decimals);

    Price IFields.Price(string name, Price value) => new(Scaled(name, Price.Decimals));

    Quantity IFields.Quantity(string name, Quantity value) => new(Scaled(name, Quantity.Decimals));

    Cash IFields.Cash(string name, Cash value) =>
        new(ReadDecimal(name, Cash.Decimals, Int128.MinValue, Int128.MaxValue));

    Cash IFields.Cash(string name, Cash value, Int128 limit) => new(ReadDecimal(name, Cash.Decimals, -limit, limit));

    Int128 IFields.Int128(string name, Int128 value) => ReadDecimal(name, 0, Int128.MinValue, Int128.MaxValue);

    UInt128 IFields.UInt128(string name, UInt128 value) =>
        Read<UInt128>(name, true, Expected.Decimal(0), JsonText.TryUInt128) ?? 0;

    Hash256 IFields.Hash(string name, Hash256 value) =>
        Read<Hash256>(name, true, Expected.Hash, JsonText.TryHash) ?? default;

    long IFields.VarInt(string name, long value) => Integer(name, 0, long.MaxValue);

    readonly int IFields.Count(string name, int count, int max, int leastBytes) => count;

    WalletAddress IFields.Address(string name, WalletAddress value) => ReadWallet(name, true) ?? default;

    string IFields.Text(string name, string value, int minBytes, int maxBytes)
    {
        if (!TryText(name, true, "a string", out ReadOnlySpan<byte> text))
            return string.Empty;
        if (text.Length >= minBytes && text.Length <= maxBytes)
            return Encoding.UTF8.GetString(text);
        Refuse(name, $"a string of {minBytes} to {maxBytes} bytes");
        return string.Empty;
    }

    readonly void IFields.Show(string name, Quantity value)
    {
    }

    readonly void IFields.ShowEnum<T>(string name, T value)
    {
    }

    readonly void IFields.Ahead(string[] names)
    {
    }

    T IFields.Part<T, TShape>(string name, T value)
    {
        if (TShape.Form == ShapeForm.Inline)
            return TShape.Walk(ref this, value);
        if (!TryContainer(name, JsonTokenType.StartObject, true, out ReadOnlySpan<byte> json))
            return value;
        var members = new ObjectFields(json, new FieldPath(PathOf(name)));
        T part = TShape.Walk(ref members, value);
        Fail(members.Finish());
        return part;
    }

    T? IFields.Attempt<T, TShape>(string name, T? value, ref string? malformed, int maxBytes)
        where T : class
    {
        malformed = name;
        if (!TryContainer(name, JsonTokenType.StartObject, true, out ReadOnlySpan<byte> json))
            return null;
        var members = new ObjectFields(json, FieldPath.Root);
        T part = TShape.Walk(ref members, TShape.Blank);
        JsonError? error = members.Finish();
        malformed = error is null ? null : FieldPath.Cut(error.Field ?? name, maxBytes);
        return error is null ? part : null;
    }

    ImmutableArray<T> IFields.Items<T, TShape>(string name, ImmutableArray<T> items, int max, bool needed)
    {
        bool isMap = TShape.Form is ShapeForm.Named or ShapeForm.NamedValue;
        JsonTokenType kind = isMap ? JsonTokenType.StartObject : JsonTokenType.StartArray;
        if (!TryContainer(name, kind, needed, out ReadOnlySpan<byte> json))
            return [];
        return isMap ? ReadMap<T, TShape>(PathOf(name), json) : ReadList<T, TShape>(name, json, max);
    }

    readonly void IFields.Rows<T, TShape>(string name, Span<T> rows) =>
        throw new NotSupportedException("what has rows is written as JSON and not read");

    private ImmutableArray<T> ReadList<T, TShape>(string name, ReadOnlySpan<byte> json, int max)
        where TShape : IShape<T>
    {
        string path = PathOf(name);
        ImmutableArray<T>.Builder list = ImmutableArray.CreateBuilder<T>();
        var items = new JsonItems(json);
        while (items.MoveNext())
        {
            if (items.Index == max)
            {
                Fail(new JsonError(path, $"expected at most {max} {name}"));
                break;
            }

            var item = new ObjectFields(items.Current, new FieldPath(path, items.Index), TShape.Form);
            T read = TShape.Walk(ref item, TShape.Blank);
            if (TShape.Form == ShapeForm.Member && list.Contains(read))
                item.Fail(name, Malformed);
            list.Add(read);
            Fail(item.Finish());
        }

        if (TShape.Form == ShapeForm.Member)
            list.Sort();
        return list.DrainToImmutable();
    }

    private ImmutableArray<T> ReadMap<T, TShape>(string path, ReadOnlySpan<byte> json)
        where TShape : IShape<T>
    {
        var map = new SortedDictionary<string, T>(StringComparer.Ordinal);
        var members = new JsonItems(json);
        while (members.MoveNext())
        {
            var memberPath = new FieldPath(new FieldPath(path).Member(members.Name));
            if (!members.IsNameValid)
                Fail(new JsonError(memberPath.Text, Malformed));
            var member = new ObjectFields(members.Current, memberPath, TShape.Form, members.QuotedName);
            map[members.Name] = TShape.Walk(ref member, TShape.Blank);
            Fail(member.Finish());
        }

        return [.. map.Values];
    }

    private static byte BitOf<T>(ref ObjectFields item)
        where T : struct, Enum
    {
        EnumNames<T> names = EnumNames<T>.Wire;
        bool isText = item.TryText(string.Empty, true, names.ExpectedOnce, out ReadOnlySpan<byte> text);
        foreach ((string name, T bit) in names.Bits)
        {
            if (isText && Ascii.Equals(text, name))
                return Unsafe.BitCast<T, byte>(bit);
        }

        return 0;
    }

    private bool HasValue(string name) => Find(name) is >= 0 and var i && !IsNull(i);

    private readonly bool IsNull(int index) => _slots[index].Kind == JsonTokenType.Null;

    private long Integer(string name, long min, long max) => ReadInteger(name, true, min, max) ?? 0;

    private long Scaled(string name, int decimals) => (long)ReadDecimal(name, decimals, long.MinValue, long.MaxValue);
}
