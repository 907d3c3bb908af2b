using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Hypercall.Package.Tests;

/// <summary>What <c>dotnet pack</c> makes of the tree: libraries and a tool that a stranger can use.</summary>
public sealed class PackageTests(PackedTree packed) : IClassFixture<PackedTree>
{
    private const string Tool = "Hypercall.Cli";

    public static TheoryData<string> Libraries => new(PackedTree.Projects.Where(name => name != Tool));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_its_assembly_its_documentation_and_symbols(string project)
    {
        IReadOnlyList<string> files = FilesOf(packed.PathOf(project));
        Assert.Contains($"lib/net10.0/{project}.dll", files);
        Assert.Contains($"lib/net10.0/{project}.xml", files);
        Assert.Contains($"lib/net10.0/{project}.pdb", FilesOf(packed.PathOf(project, "snupkg")));
        Assert.DoesNotContain(files, file => file.StartsWith("content", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_package_says_what_it_is_and_under_which_licence() => Assert.All(PackedTree.Projects, project =>
    {
        IReadOnlyList<string> files = FilesOf(packed.PathOf(project));
        XElement metadata = MetadataOf(project);
        Assert.Contains("README.md", files);
        Assert.Contains("LICENSE", files);
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("Apache-2.0", Value(metadata, "license"));
        Assert.Equal(PackedTree.Version, Value(metadata, "version"));
        // What the SDK says of a project without a description.
        Assert.NotEqual("Package Description", Value(metadata, "description"));
    });

    [Theory]
    [InlineData("Hypercall.Engine")]
    [InlineData("Hypercall.Sequencer", "Hypercall.Engine")]
    [InlineData("Hypercall.Hashing", "Hypercall.Engine")]
    [InlineData("Hypercall.Json", "Hypercall.Engine")]
    [InlineData("Hypercall.Views", "Hypercall.Engine", "Hypercall.Sequencer")]
    public void The_pure_packages_bring_nothing_but_ours(string project, params string[] ours) =>
        Assert.Equal(ours, DependenciesOf(project));

    [Fact]
    public void No_package_brings_an_analyzer() => Assert.All(PackedTree.Projects, project =>
        Assert.DoesNotContain(DependenciesOf(project), id => id.Contains("Analyzers")));

    [Fact]
    public void The_tool_is_installed_and_runs()
    {
        string tools = Path.Combine(packed.Folder, "tools");
        string config = Path.Combine(packed.Folder, "nuget.config");
        File.WriteAllText(config, $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{packed.Folder}" />
              </packageSources>
            </configuration>
            """);
        string[] install =
        [
            "tool", "install", PackedTree.IdOf(Tool), "--version", PackedTree.Version,
            "--tool-path", tools, "--configfile", config,
        ];
        // Its own cache: another day's package of this version is not this one.
        PackedTree.Run(new ProcessStartInfo("dotnet", install)
        {
            Environment = { ["NUGET_PACKAGES"] = Path.Combine(packed.Folder, "cache") },
        });
        string program = Path.Combine(tools, "hypercall");
        Assert.StartsWith("{", PackedTree.Run(new ProcessStartInfo(program, ["rules"])));
        // The one verb whose code is not of src.
        Assert.Contains("M4+M5", PackedTree.Run(new ProcessStartInfo(program, ["bench", "--help"])));
    }

    private XElement MetadataOf(string project)
    {
        using ZipArchive archive = ZipFile.OpenRead(packed.PathOf(project));
        using Stream stream = archive.GetEntry($"{PackedTree.IdOf(project)}.nuspec")!.Open();
        return XDocument.Load(stream).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private IEnumerable<string> DependenciesOf(string project) => MetadataOf(project).Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => (string)element.Attribute("id")!)
        .Order(StringComparer.Ordinal);

    private static string Value(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private static IReadOnlyList<string> FilesOf(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
