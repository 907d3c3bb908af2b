namespace Hypercall.Testing;

/// <summary>The program <c>hypercall</c> that tests run as processes of their own, as a user does.</summary>
public static class TestProgram
{
    /// <summary>
    /// The file that <c>dotnet</c> runs: what was built beside the tests, or the published program that
    /// <c>HYPERCALL_TEST_PROGRAM</c> names.
    /// </summary>
    public static string Assembly { get; } =
        Environment.GetEnvironmentVariable("HYPERCALL_TEST_PROGRAM") is { Length: > 0 } published
            ? published
            : Path.Combine(AppContext.BaseDirectory, "hypercall.dll");
}
