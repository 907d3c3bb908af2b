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

/// <summary>A test that also needs npm's axe-core.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AxeFactAttribute : ChromiumFactAttribute
{
    private const string Package = "axe-core";

    public AxeFactAttribute() => Skip ??= NodeScript.MissingFor(Package);

    /// <summary>The file of axe.</summary>
    public static string Script => NodeScript.FileOf(Package, "axe.min.js");
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
