using System.Collections.Immutable;
using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Shapes;

/// <summary>
/// What walks over the fields of a layout, in the order of its canonical bytes: one that writes them, one that reads
/// them, one that looks for what could never be read back. A layout is declared once, as a walk that hands each field
/// to a visitor and gets its value back; nothing is boxed and nothing allocated, as visitors are structs.
/// </summary>
public interface IFields
{
    /// <summary>True where values come out of the visitor: the walk then makes what it returns.</summary>
    static abstract bool Makes { get; }

    /// <summary>True once a field could not be had; what comes out from then on means nothing.</summary>
    bool Failed { get; }

    /// <summary>Demands what several fields keep together.</summary>
    void Require(bool holds, string problem);

    /// <summary>Presence bits, an enum's value or a kind, of which the greatest is known.</summary>
    byte Tag(string name, byte value, byte greatest);

    /// <summary>Whether an optional field follows.</summary>
    bool Has(string name, bool present);

    bool Boolean(string name, bool value);

    int Int32(string name, int value);

    uint UInt32(string name, uint value);

    long Int64(string name, long value);

    long Int64(string name, long value, long min, long max);

    /// <summary>An instant or a duration in ms within the engine's time.</summary>
    long Time(string name, long value);

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

    /// <summary>How many items of at least so many bytes follow.</summary>
    int Count(string name, int count, int max, int leastBytes);

    WalletAddress Address(string name, WalletAddress value);

    /// <summary>A text of so many bytes of UTF-8.</summary>
    string Text(string name, string value, int minBytes, int maxBytes);

    /// <summary>A part with a layout of its own.</summary>
    T Part<T, TShape>(string name, T value)
        where T : class
        where TShape : IShape<T>;

    /// <summary>A list of items with a layout of their own.</summary>
    ImmutableArray<T> Items<T, TShape>(string name, ImmutableArray<T> items, int max = int.MaxValue)
        where TShape : IShape<T>;
}
