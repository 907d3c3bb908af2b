using Akka.Configuration.Hocon;
using Hypercall.Actors.Storage;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// What the command line says of a node, as the topmost layer of its settings. What neither it nor the file of
/// <c>--config</c> says has this program's defaults.
/// </summary>
internal sealed class NodeOptions
{
    private const string RolesPath = "hypercall.roles";
    private const string HostPath = "akka.remote.dot-netty.tcp.hostname";
    private const string SeedsPath = "akka.cluster.seed-nodes";

    private readonly Option<string[]> _role = Options.Several(
        "--role",
        "engine (owns partitions), view (folds outcomes, follows the journal), gateway (passes "
            + "requests on; with view it serves REST and WebSocket); more than once for several. Default: "
            + $"{RolesPath} in the file of --config, else engine.");

    private readonly Option<string?> _host = Options.Optional<string?>(
        "--host",
        "Name or address by which other nodes reach this one. Default: "
            + $"{HostPath} in the file of --config, else 127.0.0.1.");

    private readonly Option<int> _port = Options.Needed<int>(
        "--port", "TCP port of this node.").Within(1, ushort.MaxValue);

    private readonly Option<string[]> _seed = Options.Several(
        "--seed",
        "A node to join, HOST:PORT; more than once for several. The first node of a cluster has "
            + $"none, or itself first. Default: {SeedsPath} in the file of --config, else itself.");

    private readonly Option<string?> _journal = Options.Optional<string?>(
        "--journal",
        "sqlite (one machine; the default), postgresql, or memory (nothing survives); where it is "
            + "left out, what --journal-at is of.");

    private readonly LocationOption _journalAt = new("--journal-at")
    {
        Description = "sqlite: the folder of its files; postgresql: the connection string, e.g. "
            + "\"Host=db;Database=hypercall;Username=hypercall\", or where it is, env:NAME or file:PATH, so that "
            + "no user of the machine sees it. 'hypercall journal init' makes either ready.",
    };

    private readonly Option<string[]> _partition = Options.Several(
        "--partition", "A market partition; more than once for several; the same on every node. Default: main.");

    private readonly Option<string?> _otlp = Options.Optional<string?>(
        "--otlp",
        "Send metrics to this OTLP endpoint, e.g. http://127.0.0.1:4317; over gRPC where the file of "
            + "--config does not set hypercall.metrics.otlp-protocol = http-protobuf.",
        "URL");

    private readonly Option<string?> _http = Options.Optional<string?>(
        "--http",
        "Where a node with the roles gateway and view serves REST and WebSocket; default "
            + "http://127.0.0.1:3000.",
        "URL");

    private readonly Option<string?> _certificates = ClientOptions.Certificates();

    private readonly Option<string?> _config = Options.Optional<string?>(
        "--config",
        "HOCON file with settings of your own (hocon/reference.conf and hocon/cluster.conf have them all); what "
            + "this command's options state comes before it.",
        "FILE");

    private readonly Option<string?> _memory = Options.Optional<string?>(
        "--memory",
        "Folder in which the node keeps how far it has seen each journal go, so that one that went "
            + "back is recognised after all nodes were started anew; with sqlite that of the journal.",
        "FOLDER");

    private readonly Option<bool> _takeOver = Options.Optional<bool>(
        "--take-over", "Take a journal that a living host of another venue owns, or has owned since. For one start.");

    private readonly Option<bool> _acceptLoss = Options.Optional<bool>(
        "--accept-loss",
        "Take a journal that ends before what was seen of it, as after a back-up was restored: what "
            + "was acknowledged beyond its end is lost. Stop every node before. For one start.");

    /// <summary>Adds its options to a verb.</summary>
    public NodeOptions(Command command)
    {
        _role.AcceptOnlyFromAmong("engine", "view", "gateway");
        _journal.AcceptOnlyFromAmong("sqlite", "postgresql", "memory");
        foreach (Option option in (Option[])
            [
                _role, _host, _port, _seed, _journal, _journalAt, _partition, _otlp, _http, _certificates, _config,
                _memory, _takeOver, _acceptLoss,
            ])
            command.Add(option);
    }

    /// <summary>The layer, above the file of <c>--config</c>.</summary>
    /// <exception cref="InputException">Options contradict each other, or an address is none.</exception>
    /// <exception cref="SettingException">The file cannot be read.</exception>
    public Config Compose(ParseResult parsed)
    {
        Config file = parsed.GetValue(_config) is { } path ? HypercallConfig.ReadFile(path) : Config.Empty;
        string? certificates = parsed.GetValue(_certificates) ?? file.GetString("hypercall.wire.certificates");
        certificates = certificates is "" ? null : certificates;
        var text = new StringBuilder();
        string[] roles = Roles(parsed, file);
        string host = Host(parsed, file);
        if (parsed.GetValue(_http) is { } url && !(roles.Contains("gateway") && roles.Contains("view")))
            throw new InputException($"--http {url}", "a node serves it with --role gateway and --role view");
        Set(text, RolesPath, roles);
        Set(text, "akka.cluster.roles", roles);
        Set(text, HostPath, host);
        text.AppendLine($"akka.remote.dot-netty.tcp.port = {parsed.GetRequiredValue(_port)}");
        Set(text, SeedsPath, Seeds(parsed, file, host, isEncrypted: certificates is not null));
        if (parsed.GetRequiredValue(_partition) is { Length: > 0 } partitions)
            Set(text, "hypercall.partitions", partitions);
        Set(text, "hypercall.metrics.otlp-endpoint", parsed.GetValue(_otlp));
        Set(text, "hypercall.wire.certificates", certificates);
        Set(text, "hypercall.gateway.url", parsed.GetValue(_http));
        Set(text, "hypercall.ownership.take-over", parsed.GetValue(_takeOver) ? "on" : null);
        Set(text, "hypercall.ownership.accept-loss", parsed.GetValue(_acceptLoss) ? "on" : null);
        SetJournal(text, parsed, roles);
        return ConfigurationFactory.ParseString(text.ToString()).WithFallback(file);
    }

    /// <summary>What the node is; it is one of a cluster, so that none in the file are the same as none said.</summary>
    private string[] Roles(ParseResult parsed, Config file)
    {
        if (parsed.GetRequiredValue(_role) is { Length: > 0 } stated)
            return stated;
        return Texts(file, RolesPath, "a list of engine, view and gateway") is { Length: > 0 } roles
            ? roles
            : ["engine"];
    }

    private string Host(ParseResult parsed, Config file)
    {
        string? host = parsed.GetValue(_host) ?? file.GetString(HostPath);
        return NodeAddress.Host(host is null or "" ? "127.0.0.1" : host);
    }

    /// <summary>The nodes to join; without one the node begins a cluster of its own.</summary>
    private string[] Seeds(ParseResult parsed, Config file, string host, bool isEncrypted)
    {
        string[] stated = parsed.GetRequiredValue(_seed);
        if (stated.Length == 0 && Texts(file, SeedsPath, "a list of nodes' addresses") is { Length: > 0 } seeds)
            return seeds;
        return
        [
            .. stated.DefaultIfEmpty($"{host}:{parsed.GetRequiredValue(_port)}")
                .Select(node => NodeAddress.Parse(node, isEncrypted).ToString()),
        ];
    }

    /// <summary>A list in the file; nothing where it has none of the name.</summary>
    private static string[] Texts(Config file, string path, string takes)
    {
        if (!file.HasPath(path))
            return [];
        HoconValue value = file.GetValue(path);
        return value.IsString() || value.IsObject()
            ? throw new SettingException(path, takes, "no list")
            : [.. file.GetStringList(path)];
    }

    /// <summary>A gateway reads no journal and needs none.</summary>
    private void SetJournal(StringBuilder text, ParseResult parsed, string[] roles)
    {
        string? journal = roles.All(role => role == "gateway") ? "memory" : parsed.GetValue(_journal);
        string? at = parsed.GetValue(_journalAt);
        Set(text, "hypercall.journal.choice", journal);
        if (at is not null && journal != "memory")
            text.Append(JournalLocation.Settings("--journal-at", at, journal));
        string? folder = at is not null && !ConnectionText.IsOfServer(at) ? at : null;
        Set(text, "hypercall.cluster.memory-folder", parsed.GetValue(_memory) ?? folder);
    }

    /// <summary>Null: what the settings below say.</summary>
    private static void Set(StringBuilder text, string path, string? value)
    {
        if (value is not null)
            text.AppendLine($"{path} = {HoconText.Quoted(value)}");
    }

    private static void Set(StringBuilder text, string path, string[] values) =>
        text.AppendLine($"{path} = [{string.Join(", ", values.Select(HoconText.Quoted))}]");
}
