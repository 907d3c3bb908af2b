namespace Hypercall.Engine.Modules.Margin;

/// <summary>
/// How good the marks behind a figure are, best first (risk.md §A3): what increases risk asks for current ones, what
/// reduces it for known ones, maintenance takes any. A figure is as good as the worst mark that it uses.
/// </summary>
internal enum MarkQuality : byte
{
    /// <summary>A current index price and surface.</summary>
    Current = 0,

    /// <summary>The last index price and all lists, however old.</summary>
    Last = 1,

    /// <summary>No index price or no list ever: a long counts 0, a short its entry price.</summary>
    Never = 2,
}

internal static class MarkQualities
{
    /// <summary>The worse of two.</summary>
    public static MarkQuality Worse(MarkQuality left, MarkQuality right) => left > right ? left : right;
}
