namespace Hypercall.Engine.Shapes;

/// <summary>A part that may be malformed, in bytes: a tag, then the part or the path of what is wrong in it.</summary>
internal static class Attempts
{
    public static T? Walk<V, T, TShape>(ref V v, T? value, ref string? malformed, int maxBytes)
        where V : struct, IFields, allows ref struct
        where T : class
        where TShape : IShape<T>
    {
        v.Require(value is null != malformed is null, "exactly one of rules and malformed member is needed");
        bool isMalformed = v.Tag("rules or member", (byte)(value is null ? 1 : 0), 1) != 0;
        malformed = isMalformed ? v.Text("member", malformed ?? "", 0, maxBytes) : null;
        return isMalformed ? null : TShape.Walk(ref v, value ?? TShape.Blank);
    }
}
