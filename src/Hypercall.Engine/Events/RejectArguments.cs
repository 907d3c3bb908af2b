namespace Hypercall.Engine.Events;

/// <summary>
/// The typed values behind a rejection's detail text, which is made at the edge (see <see cref="RejectText"/>). What
/// each means depends on the code; absent values are 0 and null.
/// </summary>
/// <param name="First">What was given or counted.</param>
/// <param name="Second">What was expected or allowed.</param>
/// <param name="Name">A name, e.g. the member of a rule set, or the worst scenarios of InsufficientMargin.</param>
public readonly record struct RejectArguments(Int128 First, Int128 Second, string? Name = null)
{
    /// <summary>Most bytes of <see cref="Name"/>.</summary>
    public const int MaxNameBytes = 4096;
}

/// <summary>A rejection: its code and arguments. The default value means accepted.</summary>
public readonly record struct Rejection(RejectCode Code, RejectArguments Arguments)
{
    /// <summary>Not rejected.</summary>
    public static Rejection None => default;

    /// <summary>True when this is a rejection.</summary>
    public bool IsRejected => Code != RejectCode.None;

    public static implicit operator Rejection(RejectCode code) => new(code, default);
}
