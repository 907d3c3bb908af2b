namespace Hypercall.Engine.Shapes;

/// <summary>
/// Fields behind a flag that says whether they are there; in text they are left out, or null, where they are not.
/// </summary>
internal static class Optional
{
    public static T? Part<V, T, TShape>(ref V v, string name, T? part)
        where V : struct, IFields, allows ref struct
        where T : class
        where TShape : IShape<T> =>
        v.Has(name, part is not null) ? v.Part<T, TShape>(name, part ?? TShape.Blank) : null;

    public static Price? Price<V>(ref V v, string name, Price? price)
        where V : struct, IFields, allows ref struct =>
        v.Has(name, price.HasValue) ? v.Price(name, price.GetValueOrDefault()) : null;

    public static Quantity? Quantity<V>(ref V v, string name, Quantity? size)
        where V : struct, IFields, allows ref struct =>
        v.Has(name, size.HasValue) ? v.Quantity(name, size.GetValueOrDefault()) : null;

    public static Cash? Cash<V>(ref V v, string name, Cash? amount, bool orNull = false)
        where V : struct, IFields, allows ref struct =>
        v.Has(name, amount.HasValue, orNull) ? v.Cash(name, amount.GetValueOrDefault()) : null;

    public static long? Int64<V>(ref V v, string name, long? number, long min = long.MinValue, bool orNull = false)
        where V : struct, IFields, allows ref struct =>
        v.Has(name, number.HasValue, orNull) ? v.Int64(name, number.GetValueOrDefault(), min, long.MaxValue) : null;

    public static string? Text<V>(
        ref V v, string name, string? text, int maxBytes, int minBytes = 0, bool orNull = false)
        where V : struct, IFields, allows ref struct =>
        v.Has(name, text is not null, orNull) ? v.Text(name, text ?? "", minBytes, maxBytes) : null;

    public static WalletAddress? Address<V>(ref V v, string name, WalletAddress? address, bool orNull = false)
        where V : struct, IFields, allows ref struct =>
        v.Has(name, address.HasValue, orNull) ? v.Address(name, address.GetValueOrDefault()) : null;
}
