namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall run</c>: one node, until SIGTERM, Ctrl-C or its removal from the cluster.</summary>
internal static class RunVerb
{
    public static Command Create(Terminal terminal)
    {
        var role = new Option<string[]>("--role")
        {
            Description = "engine (owns partitions), view (folds outcomes, follows the journal), gateway (passes "
                + "requests on; with view it serves REST and WebSocket); more than once for several.",
            DefaultValueFactory = _ => ["engine"],
        };
        role.AcceptOnlyFromAmong("engine", "view", "gateway");
        var host = new Option<string>("--host")
        {
            Description = "Name or address by which other nodes reach this one.",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var port = new Option<int>("--port") { Description = "TCP port of this node.", Required = true };
        port.Within(1, ushort.MaxValue);
        var seed = new Option<string[]>("--seed")
        {
            Description = "A node to join, HOST:PORT; more than once for several. The first node of a cluster has "
                + "none, or itself first.",
            DefaultValueFactory = _ => [],
        };
        var journal = new Option<string?>("--journal")
        {
            Description = "sqlite (one machine; the default), postgresql, or memory (nothing survives); where it is "
                + "left out, what --journal-at is of.",
        };
        journal.AcceptOnlyFromAmong("sqlite", "postgresql", "memory");
        var journalAt = new LocationOption("--journal-at")
        {
            Description = "sqlite: the folder of its files; postgresql: the connection string, e.g. "
                + "\"Host=db;Database=hypercall;Username=hypercall\", or where it is, env:NAME or file:PATH, so that "
                + "no user of the machine sees it. 'hypercall journal init' makes either ready.",
        };
        var partition = new Option<string[]>("--partition")
        {
            Description = "A market partition; more than once for several; the same on every node. Default: main.",
            DefaultValueFactory = _ => [],
        };
        var otlp = new Option<string?>("--otlp")
        {
            Description = "Send metrics to this OTLP endpoint, e.g. http://127.0.0.1:4317; over gRPC where the file of "
                + "--config does not set hypercall.metrics.otlp-protocol = http-protobuf.",
            HelpName = "URL",
        };
        var http = new Option<string?>("--http")
        {
            Description = "Where a node with the roles gateway and view serves REST and WebSocket; default "
                + "http://127.0.0.1:3000.",
            HelpName = "URL",
        };
        Option<string?> certificates = ClientOptions.Certificates();
        var config = new Option<string?>("--config")
        {
            Description = "HOCON file with settings of your own (hocon/reference.conf has them all); the options of "
                + "this command come before it.",
            HelpName = "FILE",
        };
        var memory = new Option<string?>("--memory")
        {
            Description = "Folder in which the node keeps how far it has seen each journal go, so that one that went "
                + "back is recognised after all nodes were started anew; with sqlite that of the journal.",
            HelpName = "FOLDER",
        };
        var takeOver = new Option<bool>("--take-over")
        {
            Description = "Take a journal that a living host of another venue owns, or has owned since. For one start.",
        };
        var acceptLoss = new Option<bool>("--accept-loss")
        {
            Description = "Take a journal that ends before what was seen of it, as after a back-up was restored: what "
                + "was acknowledged beyond its end is lost. Stop every node before. For one start.",
        };
        var untilInputEnds = new Option<bool>("--until-input-ends") { Hidden = true };
        var command = new Command("run", "Run one node until it is told to end (SIGTERM, Ctrl-C).")
        {
            role, host, port, seed, journal, journalAt, partition, otlp, http, certificates, config, memory,
            takeOver, acceptLoss,
            untilInputEnds,
        };
        command.SetAction((parsed, _) => NodeProcess.RunAsync(
            terminal,
            Compose(
                new NodeOptions(
                    parsed.GetRequiredValue(role),
                    parsed.GetRequiredValue(host),
                    parsed.GetRequiredValue(port),
                    parsed.GetRequiredValue(seed),
                    parsed.GetValue(journal),
                    parsed.GetValue(journalAt),
                    parsed.GetRequiredValue(partition),
                    parsed.GetValue(otlp),
                    parsed.GetValue(certificates),
                    parsed.GetValue(memory),
                    parsed.GetValue(takeOver),
                    parsed.GetValue(acceptLoss),
                    parsed.GetValue(http)),
                parsed.GetValue(config)),
            parsed.GetValue(untilInputEnds)));
        return command;
    }

    private static Config Compose(NodeOptions options, string? file)
    {
        Config own = file is null ? Config.Empty : HypercallConfig.ReadFile(file);
        string? certificates = options.Certificates ?? own.GetString("hypercall.wire.certificates");
        return (options with { Certificates = certificates is "" ? null : certificates }).ToConfig().WithFallback(own);
    }
}
