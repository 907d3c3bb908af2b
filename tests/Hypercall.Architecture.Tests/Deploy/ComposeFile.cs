using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hypercall.Architecture.Tests.Deploy;

/// <summary>deploy/compose.yaml as read by a YAML parser, its anchors merged.</summary>
internal static class ComposeFile
{
    private const string Path = "deploy/compose.yaml";

    /// <summary>The services by their names, in the order of the file.</summary>
    public static IReadOnlyDictionary<string, YamlMappingNode> Services { get; } = Read();

    /// <summary>The services that are nodes of ours.</summary>
    public static IReadOnlyDictionary<string, YamlMappingNode> Nodes { get; } =
        Services.Where(service => List(service.Value, "command").FirstOrDefault() == "run").ToDictionary();

    /// <summary>A service's text under a name; empty where it has none.</summary>
    public static string Text(YamlMappingNode service, string name) =>
        service.Children.TryGetValue(name, out YamlNode? node) ? ((YamlScalarNode)node).Value! : "";

    /// <summary>A service's list under a name; empty where it has none.</summary>
    public static IReadOnlyList<string> List(YamlMappingNode service, string name) =>
        service.Children.TryGetValue(name, out YamlNode? node)
            ? [.. ((YamlSequenceNode)node).Select(item => ((YamlScalarNode)item).Value!)]
            : [];

    /// <summary>A mapping within a service.</summary>
    public static YamlMappingNode Mapping(YamlMappingNode service, string name) =>
        (YamlMappingNode)service.Children[name];

    /// <summary>The values of an option of a service's command line, in order.</summary>
    public static IReadOnlyList<string> Option(YamlMappingNode service, string option) =>
    [
        .. List(service, "command")
            .Where(argument => argument.StartsWith($"{option}="))
            .Select(argument => argument[(option.Length + 1)..]),
    ];

    private static IReadOnlyDictionary<string, YamlMappingNode> Read()
    {
        using var text = new StreamReader(Repository.PathOf(Path));
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(text)));
        var root = (YamlMappingNode)stream.Documents.Single().RootNode;
        return Mapping(root, "services")
            .ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => (YamlMappingNode)entry.Value);
    }
}
