namespace Hypercall.Testing.Twin;

/// <summary>A rejection of the twin; where there is none stands null.</summary>
internal sealed record NaiveReject(RejectCode Code, BigInteger First, BigInteger Second, string? Name, BigInteger Third = default)
{
    public static NaiveReject Of(RejectCode code, BigInteger first = default, BigInteger second = default) =>
        new(code, first, second, null);

    public static NaiveReject Named(RejectCode code, string name, BigInteger first = default) =>
        new(code, first, default, name);
}
