using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Hypercall.Architecture.Tests.Deploy;

/// <summary>deploy/Dockerfile copies what is there, runs on the runtime that the program needs, and not as root.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("deploy/Dockerfile"));

    [Fact]
    public void What_it_copies_is_in_the_tree_and_let_in()
    {
        string[] letIn = [.. File.ReadLines(Repository.PathOf("deploy/Dockerfile.dockerignore"))];
        string[] copied =
        [
            .. Arguments("COPY").Where(line => !line.StartsWith("--from")).SelectMany(line => line.Split(' ')[..^1]),
        ];
        Assert.NotEmpty(copied);
        Assert.Contains(".editorconfig", copied); // Without its severities the build has errors.
        Assert.All(copied, path =>
        {
            Assert.True(Path.Exists(Repository.PathOf(path)), $"{path} is missing");
            Assert.Contains($"!{path}", letIn);
        });
    }

    [Fact]
    public void Its_images_are_of_the_version_that_the_projects_target()
    {
        string target = XDocument.Load(Repository.PathOf("Directory.Build.props"))
            .Descendants("TargetFramework").Single().Value;
        Assert.All(Arguments("FROM"), from => Assert.Equal($"net{from.Split(' ')[0].Split(':')[1]}", target));
    }

    [Fact]
    public void The_last_image_has_the_frameworks_of_the_program()
    {
        JsonNode options = JsonNode.Parse(File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "hypercall.runtimeconfig.json")))!["runtimeOptions"]!;
        bool isWeb = options.ToJsonString().Contains("Microsoft.AspNetCore.App");
        Assert.Contains(isWeb ? "/dotnet/aspnet:" : "/dotnet/runtime:", Arguments("FROM").Last());
    }

    [Fact]
    public void It_ends_as_a_user_who_is_not_root_and_lets_a_node_drain()
    {
        Assert.Equal(["app"], Arguments("USER"));
        Assert.Equal(["SIGTERM"], Arguments("STOPSIGNAL"));
        Assert.Equal(["[\"/usr/lib/hypercall/hypercall\"]"], Arguments("ENTRYPOINT"));
    }

    private static IEnumerable<string> Arguments(string instruction) => Lines
        .Where(line => line.StartsWith($"{instruction} "))
        .Select(line => line[(instruction.Length + 1)..]);
}
