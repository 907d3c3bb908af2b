using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Hypercall.Architecture.Tests;

/// <summary>What each project may reference, in its assembly as built and in its project file.</summary>
public sealed class ProjectEdgeTests
{
    private const string Ours = "Hypercall.";

    /// <summary>Projects of ours that each library may name, directly or through others.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hypercall.Engine"] = [],
        ["Hypercall.Hashing"] = ["Hypercall.Engine"],
        ["Hypercall.Sequencer"] = ["Hypercall.Engine"],
        ["Hypercall.Json"] = ["Hypercall.Engine"],
        ["Hypercall.Views"] = ["Hypercall.Engine", "Hypercall.Sequencer"],
        ["Hypercall.History"] = ["Hypercall.Engine"],
        ["Hypercall.Verification"] = ["Hypercall.Engine", "Hypercall.Sequencer"],
        ["Hypercall.Akka"] =
        [
            "Hypercall.Engine", "Hypercall.Sequencer", "Hypercall.Views", "Hypercall.Json", "Hypercall.Verification",
            "Hypercall.Hashing",
        ],
        ["Hypercall.Gateway"] =
        [
            "Hypercall.Engine", "Hypercall.Sequencer", "Hypercall.Views", "Hypercall.Json", "Hypercall.Akka",
            "Hypercall.History",
        ],
    };

    /// <summary>They have entry points and no others above them: they may name everything.</summary>
    private static readonly string[] Executables = ["Hypercall.Cli"];

    /// <summary>The only project of tests/ that one of src names: what the verb bench measures with.</summary>
    private const string Benchmarks = "Hypercall.Benchmarks";

    private static readonly string[] BelowBenchmarks =
        ["Hypercall.Engine", "Hypercall.Sequencer", "Hypercall.Json", "Hypercall.Hashing"];

    /// <summary>Who may name Akka.NET.</summary>
    private static readonly string[] AkkaUsers = ["Hypercall.Akka", "Hypercall.Gateway", .. Executables];

    /// <summary>Need nothing but .NET itself.</summary>
    private static readonly string[] Pure =
        ["Hypercall.Engine", "Hypercall.Sequencer", "Hypercall.Json", "Hypercall.Views", "Hypercall.Hashing"];

    public static TheoryData<string> Projects => new(ProjectNames());

    public static TheoryData<string> Libraries => new(ProjectNames().Except(Executables));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_names_only_what_stands_below_it(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out string[]? below), $"{project} has no row in this test");
        Assert.Empty(ReferencesOf(project).Where(name => name.StartsWith(Ours)).Except(below));
        Assert.Empty(ProjectReferencesOf(project).Except(below));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Akka_is_named_by_its_host_and_the_executables_only(string project)
    {
        if (AkkaUsers.Contains(project))
            return;
        Assert.DoesNotContain(PackagesOf(project), IsAkka);
        Assert.DoesNotContain("Hypercall.Akka", ProjectReferencesOf(project));
        Assert.DoesNotContain(ReferencesOf(project), IsAkka);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Of_the_tests_the_executables_alone_name_the_benchmarks(string project)
    {
        string[] named = Executables.Contains(project) ? [Benchmarks] : [];
        Assert.Equal(named, ProjectReferencesOf(project).Except(ProjectNames()));
    }

    [Fact]
    public void The_benchmarks_know_neither_the_host_nor_an_executable() => Assert.Empty(
        ReferencesIn($"{Benchmarks}.dll").Where(name => name.StartsWith(Ours)).Except(BelowBenchmarks));

    [Fact]
    public void The_pure_projects_need_no_package()
    {
        foreach (string project in Pure)
        {
            Assert.Empty(PackagesOf(project));
            Assert.All(ReferencesOf(project), name =>
                Assert.True(name.StartsWith("System.") || name.StartsWith(Ours), $"{project} names {name}"));
        }
    }

    private static bool IsAkka(string name) => name == "Akka" || name.StartsWith("Akka.");

    private static IEnumerable<string> ProjectNames() =>
        Repository.Files("src", ".csproj").Select(file => Path.GetFileNameWithoutExtension(file));

    private static XDocument FileOf(string project) =>
        XDocument.Load(Repository.PathOf($"src/{project}/{project}.csproj"));

    /// <summary>Packages that users of the project get with it; an analyzer is none.</summary>
    private static IEnumerable<string> PackagesOf(string project) => FileOf(project)
        .Descendants("PackageReference")
        .Where(element => (string?)element.Attribute("PrivateAssets") != "all")
        .Select(element => (string)element.Attribute("Include")!);

    private static IEnumerable<string> ProjectReferencesOf(string project) => FileOf(project)
        .Descendants("ProjectReference")
        .Select(element => Path.GetFileNameWithoutExtension((string)element.Attribute("Include")!));

    private static IReadOnlyList<string> ReferencesOf(string project)
    {
        string name = (string?)FileOf(project).Descendants("AssemblyName").FirstOrDefault() ?? project;
        return ReferencesIn($"{name}.dll");
    }

    private static IReadOnlyList<string> ReferencesIn(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly)));
        MetadataReader reader = file.GetMetadataReader();
        return
        [
            .. reader.AssemblyReferences.Select(handle =>
                reader.GetString(reader.GetAssemblyReference(handle).Name)),
        ];
    }
}
