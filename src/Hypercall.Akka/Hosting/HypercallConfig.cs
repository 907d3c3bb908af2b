using Akka.Configuration;

namespace Hypercall.Akka.Hosting;

/// <summary>
/// The configuration files of hocon/, which this assembly carries, and their layers: reference, the journal of choice,
/// the roles, the operator's own on top. Akka's defaults are below all of them.
/// </summary>
public static class HypercallConfig
{
    private const string ResourcePrefix = "hocon/";

    /// <summary>Every setting of ours with its default.</summary>
    public static Config Reference() => Load("reference.conf");

    /// <summary>
    /// The whole configuration of an actor system; which journal and which roles, the operator's settings
    /// <c>hypercall.journal.choice</c> and <c>hypercall.roles</c> say.
    /// </summary>
    /// <param name="operators">The operator's own settings; null: none.</param>
    /// <exception cref="SettingException">Choice or roles name what there is not.</exception>
    public static Config Compose(Config? operators = null)
    {
        Config reference = Reference();
        Config own = operators ?? Config.Empty;
        var reader = new SettingReader(own.WithFallback(reference));
        Config layers = WithRoles(own, ReadRoles(reader));
        string journal = ReadJournalChoice(reader);
        return layers.WithFallback(Load($"persistence-{journal}.conf")).WithFallback(reference);
    }

    /// <summary>The journal of choice.</summary>
    internal static string ReadJournalChoice(SettingReader reader) => reader.Choice(
        "journal.choice", ("memory", "memory"), ("sqlite", "sqlite"), ("postgresql", "postgresql"));

    /// <summary>The roles of this system in a cluster; none: it is no member of one.</summary>
    internal static IReadOnlyList<string> ReadRoles(SettingReader reader)
    {
        const string takes = "a list of engine, view and gateway, or []";
        IReadOnlyList<string> roles = reader.Texts("roles", takes);
        return roles.All(role => role is "engine" or "view" or "gateway")
            ? roles
            : throw new SettingException("hypercall.roles", takes, string.Join(", ", roles));
    }

    private static Config WithRoles(Config own, IReadOnlyList<string> roles)
    {
        if (roles.Count == 0)
            return own;
        Config layers = own.WithFallback(
            ConfigurationFactory.ParseString($"akka.cluster.roles = [{string.Join(", ", roles)}]"));
        foreach (string role in roles)
            layers = layers.WithFallback(Load($"role-{role}.conf"));
        return layers.WithFallback(Load("cluster.conf"));
    }

    /// <summary>One of the files.</summary>
    internal static Config Load(string file)
    {
        using Stream stream = typeof(HypercallConfig).Assembly.GetManifestResourceStream(ResourcePrefix + file)
            ?? throw new InvalidOperationException($"the assembly carries no {file}");
        using var text = new StreamReader(stream);
        return ConfigurationFactory.ParseString(text.ReadToEnd());
    }
}
