using Akka.Configuration.Hocon;
using Akka.Hosting;
using Akka.Hosting.Configuration;
using Hypercall.Actors.Storage;
using Hypercall.Actors.Wire;
using Microsoft.Extensions.Configuration;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// The configuration files of hocon/, which this assembly carries, and their layers: reference, the journal of choice,
/// the cluster's where the system has roles, the operator's own on top. Akka's defaults are below all of them. Made
/// from them are the plugins of each partition, under <c>hypercall.plugins</c>, and the connection strings that they
/// use.
/// </summary>
public static class HypercallConfig
{
    private const string ResourcePrefix = "hocon/";
    private static readonly string[] Sections = [SettingReader.Root, "akka"];

    /// <summary>Blocks below which stand plugins, of ours and of the operator.</summary>
    private static readonly string[] PluginBlocks =
    [
        "hypercall.journal", "hypercall.snapshots", "hypercall.transfers",
    ];

    /// <summary>Every setting of ours with its default.</summary>
    public static Config Reference() => Load("reference.conf");

    /// <summary>
    /// The whole configuration of an actor system; which journal and which roles, the operator's settings
    /// <c>hypercall.journal.choice</c> and <c>hypercall.roles</c> say.
    /// </summary>
    /// <param name="operators">The operator's own settings; null: none.</param>
    /// <exception cref="SettingException">Choice or roles name what there is not, or a setting under
    /// <c>hypercall</c> is unknown.</exception>
    public static Config Compose(Config? operators = null)
    {
        Config reference = Reference();
        Config own = operators ?? Config.Empty;
        RefuseUnknown(own, reference);
        var reader = new SettingReader(own.WithFallback(reference));
        Config layers = WithRoles(own, ReadRoles(reader));
        string journal = ReadJournalChoice(reader);
        Config transport = WireSecurity.TransportLayer(reader);
        Config whole = (transport.IsEmpty ? layers : transport.WithFallback(layers))
            .WithFallback(Load($"persistence-{journal}.conf"))
            .WithFallback(reference);
        WireSecurity.RefuseOpen(whole);
        return PartitionPlugins.Of(whole).WithFallback(whole);
    }

    /// <summary>
    /// The same from an application's configuration (appsettings.json, environment, command line): its sections
    /// <c>hypercall</c> and <c>akka</c> lie above the operator's HOCON.
    /// </summary>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="operators">The operator's settings in HOCON; null: none.</param>
    /// <exception cref="SettingException">As above.</exception>
    public static Config Compose(IConfiguration configuration, Config? operators = null)
    {
        Config own = operators ?? Config.Empty;
        foreach (string section in Sections)
        {
            if (configuration.GetSection(section) is { } found && found.Exists())
                own = found.ToHocon().WithFallback(own);
        }

        return Compose(own);
    }

    /// <summary>
    /// The configuration of a system that talks to a venue's nodes without being one of them: it keeps no journal, and
    /// its transport takes what theirs sends.
    /// </summary>
    /// <param name="own">Its own settings, such as <c>hypercall.wire.certificates</c>; null: none.</param>
    /// <exception cref="SettingException">As above.</exception>
    public static Config ComposeClient(Config? own = null)
    {
        Config client = ConfigurationFactory.ParseString("""
            akka.actor.provider = remote
            hypercall.journal.choice = memory
            """);
        return Compose((own ?? Config.Empty).WithFallback(client).WithFallback(Load("cluster.conf")));
    }

    /// <summary>An operator's file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="SettingException">It cannot be read, or is no HOCON.</exception>
    public static Config ReadFile(string path)
    {
        try
        {
            string text = File.ReadAllText(path);
            return HoconBrackets.FirstViolation(text) is { } violation
                ? throw new FormatException(violation)
                : ConfigurationFactory.ParseString(text);
        }
        catch (Exception exception)
        {
            throw SettingException.Unreadable(path, exception);
        }
    }

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

    /// <summary>One of the files.</summary>
    internal static Config Load(string file)
    {
        using Stream stream = typeof(HypercallConfig).Assembly.GetManifestResourceStream(ResourcePrefix + file)
            ?? throw new InvalidOperationException($"the assembly carries no {file}");
        using var text = new StreamReader(stream);
        return ConfigurationFactory.ParseString(text.ReadToEnd());
    }

    private static Config WithRoles(Config own, IReadOnlyList<string> roles) => roles.Count == 0
        ? own
        : own
            .WithFallback(ConfigurationFactory.ParseString(
                $"""
                akka.cluster.roles = [{string.Join(", ", roles)}]
                akka.cluster.app-version = "{typeof(HypercallConfig).Assembly.GetName().Version!.ToString(3)}"
                """))
            .WithFallback(Load("cluster.conf"));

    /// <summary>A typing error must not leave the default in force without a word.</summary>
    private static void RefuseUnknown(Config own, Config reference)
    {
        if (!own.HasPath(SettingReader.Root))
            return;
        Config known = reference.WithFallback(Load("cluster.conf"));
        RefuseUnknown(own.GetValue(SettingReader.Root), known.GetValue(SettingReader.Root), SettingReader.Root);
    }

    private static void RefuseUnknown(HoconValue own, HoconValue known, string path)
    {
        foreach ((string key, HoconValue value) in own.GetObject().Items)
        {
            string full = $"{path}.{key}";
            if (IsAkkasOwn(value, path, full))
                continue;
            // Tiers have what names the operator gives them.
            string member = path == "hypercall.gateway.limits" ? "default" : key;
            if (!known.IsObject() || !known.GetObject().Items.TryGetValue(member, out HoconValue? there))
                throw SettingException.Unknown(full);
            if (value.IsObject())
                RefuseUnknown(value, there, full);
        }
    }

    /// <summary>What is in a plugin's or a dispatcher's block, Akka reads.</summary>
    private static bool IsAkkasOwn(HoconValue value, string path, string full) =>
        (value.IsObject() && PluginBlocks.Contains(path))
        || full is "hypercall.snapshots" or "hypercall.transfers" or "hypercall.engine-dispatcher";
}
