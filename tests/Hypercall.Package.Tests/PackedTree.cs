using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;

namespace Hypercall.Package.Tests;

/// <summary>
/// Every project of src packed, all of them at once and once for all tests, into a folder that ends with them.
/// </summary>
public sealed class PackedTree : IDisposable
{
    public PackedTree()
    {
        string filter = Path.Combine(Folder, "src.slnf");
        File.WriteAllText(filter, JsonSerializer.Serialize(new
        {
            solution = new
            {
                path = Directory.GetFiles(Root, "*.sln").Single(),
                projects = Projects.Select(name => $"src/{name}/{name}.csproj"),
            },
        }));
        Run(new ProcessStartInfo("dotnet", ["pack", filter, "-c", Metadata("Configuration"), "-o", Folder, "-v", "quiet"]));
    }

    /// <summary>Top of the source tree.</summary>
    public static string Root { get; } = Metadata("Root");

    /// <summary>Names of the projects of src.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Root, "src"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => File.Exists(Path.Combine(Root, "src", name, $"{name}.csproj"))),
    ];

    /// <summary>The version of all of them.</summary>
    public static string Version { get; } = XDocument.Load(Path.Combine(Root, "Directory.Build.props"))
        .Descendants("Version").Single().Value;

    /// <summary>Where the packages are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("hypercall-packages-").FullName;

    /// <summary>Path of a package.</summary>
    /// <param name="project">Name of its project.</param>
    /// <param name="extension">nupkg or snupkg.</param>
    public string PathOf(string project, string extension = "nupkg") =>
        Path.Combine(Folder, $"{IdOf(project)}.{Version}.{extension}");

    /// <summary>The id of a project's package.</summary>
    public static string IdOf(string project) =>
        (string?)XDocument.Load(Path.Combine(Root, "src", project, $"{project}.csproj"))
            .Descendants("PackageId").SingleOrDefault() ?? project;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its standard output.</returns>
    public static string Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{start.FileName} ended with {process.ExitCode}:\n{output}");
        return output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Metadata(string key) => typeof(PackedTree).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
