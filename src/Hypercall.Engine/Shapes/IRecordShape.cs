namespace Hypercall.Engine.Shapes;

/// <summary>The one declaration of a record's or a message's layout, over which every visitor walks.</summary>
public interface IRecordShape<T>
{
    /// <summary>What a visitor that makes one starts from.</summary>
    static abstract T Blank { get; }

    /// <summary>Hands each field to the visitor, in canonical order.</summary>
    /// <returns>What the visitor made; means nothing where it makes nothing.</returns>
    static abstract T Walk<V>(ref V v, in T value)
        where V : struct, IByteFields, allows ref struct;
}
