using System.Text.RegularExpressions;
using Hypercall.Architecture.Tests.Assemblies;
using Hypercall.Engine;

namespace Hypercall.Architecture.Tests;

/// <summary>The engine's folders import downwards only, and a file's namespace is its folder.</summary>
public sealed partial class EngineFloorTests
{
    private const string Source = "src/Hypercall.Engine";
    private const string Namespace = "Hypercall.Engine";
    private const int LongestFacade = 250;

    [Fact]
    public void Every_folder_of_the_engine_has_a_floor() =>
        Assert.All(Repository.Files(Source, ".cs").Select(FolderOf), folder =>
            Assert.True(EngineFloors.Knows(folder), $"{folder} has no row in {nameof(EngineFloors)}"));

    [Fact]
    public void The_engine_imports_downwards_only()
    {
        var edges = TypeReferences.Read(typeof(ExchangeEngine).Assembly.Location);
        Assert.NotEmpty(edges);
        KnownSinners.AssertEqual("upward-edges.txt", edges
            .Where(edge => !EngineFloors.Allows(
                EngineFloors.FolderOf(edge.From.Namespace),
                EngineFloors.FolderOf(edge.To.Namespace)))
            .Select(edge => $"{Short(edge.From.ToString())} -> {Short(edge.To.Namespace)}"));
    }

    [Fact]
    public void A_file_of_the_engine_has_the_namespace_of_its_folder() => KnownSinners.AssertEqual(
        "partials-across-folders.txt",
        Repository.Files(Source, ".cs").Where(file => NamespaceOf(file) != FolderOf(file)));

    [Fact]
    public void The_engine_is_a_facade_of_one_file()
    {
        string file = Assert.Single(
            Repository.Files(Source, ".cs"),
            file => File.ReadLines(Repository.PathOf(file)).Any(line => FacadeType().IsMatch(line)));
        Assert.InRange(File.ReadLines(Repository.PathOf(file)).Count(), 1, LongestFacade);
    }

    [GeneratedRegex(@"\bclass ExchangeEngine\b")]
    private static partial Regex FacadeType();

    private static string Short(string name) =>
        name == Namespace ? nameof(ExchangeEngine) : name[(Namespace.Length + 1)..];

    private static string FolderOf(string file) =>
        (Path.GetDirectoryName(file)![Source.Length..]).Trim('/', '\\').Replace('/', '.').Replace('\\', '.');

    private static string NamespaceOf(string file)
    {
        const string keyword = "namespace ";
        string line = File.ReadLines(Repository.PathOf(file)).First(line => line.StartsWith(keyword));
        return EngineFloors.FolderOf(line[keyword.Length..].TrimEnd(';'));
    }
}
