namespace Hypercall.Engine.Shapes;

/// <summary>The one declaration of a layout, over which every visitor walks.</summary>
public interface IShape<T>
{
    /// <summary>
    /// What a visitor that makes one starts from: the default value, or what the shape of an object says. An optional
    /// field that it has must be there in text, though bytes may do without it.
    /// </summary>
    static virtual T Blank => default!;

    /// <summary>Fewest bytes of its canonical encoding.</summary>
    static virtual int LeastBytes => 1;

    /// <summary>How it stands in text.</summary>
    internal static virtual ShapeForm Form => ShapeForm.Fields;

    /// <summary>Hands each field to the visitor, in canonical order.</summary>
    /// <returns>What the visitor made; means nothing where it makes nothing.</returns>
    static abstract T Walk<V>(ref V v, in T value)
        where V : struct, IFields, allows ref struct;
}
