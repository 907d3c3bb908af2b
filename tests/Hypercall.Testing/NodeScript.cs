using System.Diagnostics;

namespace Hypercall.Testing;

/// <summary>
/// Runs an ECMAScript module with Node.js beside the npm packages that <c>.ci/run</c> has installed. Only for tests
/// marked <see cref="NodeFactAttribute"/>.
/// </summary>
internal static class NodeScript
{
    /// <summary>Names the variable with the <c>node_modules</c> folder that the tests may import from.</summary>
    public const string Variable = "HYPERCALL_TEST_NODE_MODULES";

    private const string Program = "node";

    private static readonly string? Modules =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    private static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Program)) || File.Exists(Path.Combine(folder, "node.exe")));

    /// <summary>What a test with these packages lacks here, or null.</summary>
    public static string? MissingFor(params string[] packages)
    {
        if (!IsInstalled)
            return $"{Program} is not installed";
        if (Modules is null)
            return $"{Variable} names no node_modules folder; .ci/run makes one where npm is installed";
        string? missing = packages.FirstOrDefault(package => !Directory.Exists(Path.Combine(Modules, package)));
        return missing is null ? null : $"the npm package {missing} is not in the folder that {Variable} names";
    }

    /// <summary>A file of a package that is there.</summary>
    public static string FileOf(string package, string file) => Path.Combine(Modules!, package, file);

    /// <summary>Runs a module to its end and gives what it printed.</summary>
    /// <param name="module">Its text; it imports packages by their names.</param>
    /// <param name="input">What it reads from its standard input.</param>
    /// <param name="patience">How long it may take: then it is killed, and the test fails.</param>
    /// <param name="arguments">Stand in <c>process.argv</c> from index 1 on.</param>
    /// <exception cref="InvalidOperationException">It did not end with 0: with all that it printed.</exception>
    public static async Task<string> RunAsync(
        string module, string input, TimeSpan patience, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, ["--input-type=module", "--eval", module, "--", .. arguments])
            {
                WorkingDirectory = Path.GetDirectoryName(Modules)!,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        using var late = new CancellationTokenSource(patience);
        await using CancellationTokenRegistration kill = late.Token.Register(
            () => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"node ended with {process.ExitCode}\n{await errors}\n{await output}");
        return await output;
    }
}
