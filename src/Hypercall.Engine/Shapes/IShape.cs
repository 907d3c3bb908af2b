namespace Hypercall.Engine.Shapes;

/// <summary>The one declaration of a layout, over which every visitor walks.</summary>
public interface IShape<T>
{
    /// <summary>What a visitor that makes one starts from.</summary>
    static abstract T Blank { get; }

    /// <summary>Fewest bytes of its canonical encoding.</summary>
    static virtual int LeastBytes => 1;

    /// <summary>Hands each field to the visitor, in canonical order.</summary>
    /// <returns>What the visitor made; means nothing where it makes nothing.</returns>
    static abstract T Walk<V>(ref V v, in T value)
        where V : struct, IFields, allows ref struct;
}
