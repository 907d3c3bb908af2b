namespace Hypercall.Page.Tests.Support;

/// <summary>A test in a browser, skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal class ChromiumFactAttribute : FactAttribute
{
    /// <summary>Debian's.</summary>
    public const string Chromium = "/usr/bin/chromium";

    public ChromiumFactAttribute()
    {
        if (!File.Exists(Chromium))
            Skip = $"there is no {Chromium} (Debian: chromium)";
    }
}

/// <summary>A test that also needs axe-core, whose folder a variable names.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AxeFactAttribute : ChromiumFactAttribute
{
    /// <summary>Names the folder of npm's package axe-core.</summary>
    public const string Variable = "HYPERCALL_TEST_AXE";

    public AxeFactAttribute()
    {
        if (Script is null)
            Skip ??= $"{Variable} names no folder with npm's axe-core";
    }

    /// <summary>The file of axe; null: there is none.</summary>
    public static string? Script { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
        && File.Exists(Path.Combine(folder, "axe.min.js"))
            ? Path.Combine(folder, "axe.min.js")
            : null;
}

/// <summary>Makes pictures of the documentation anew, on request only.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PictureFactAttribute : ChromiumFactAttribute
{
    private const string Variable = "HYPERCALL_UPDATE_GOLDEN";

    public PictureFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            Skip ??= $"set {Variable}=1 to make the pictures of docs/page anew";
    }
}
