using Hypercall.Cli.Bench;

namespace Hypercall.Cli.Verbs;

/// <summary>The clients of <c>hypercall bench --only M10</c>, a process that it starts: not for users.</summary>
internal static class GatewayLoadVerb
{
    public const string Name = "gateway-load";

    public static Command Create(Terminal terminal)
    {
        var url = new Option<string>("--url") { Required = true };
        var kind = new Option<LoadKind>("--kind") { Required = true };
        var key = new Option<int>("--key") { Required = true };
        var clients = new Option<int>("--clients") { Required = true };
        var orders = new Option<int>("--orders") { Required = true };
        var rate = new Option<double>("--rate") { Required = true };
        var command = new Command(Name, "Send signed orders to a gateway.") { url, kind, key, clients, orders, rate };
        command.Hidden = true;
        command.SetAction(async (parsed, _) =>
        {
            var load = new GatewayLoad(
                new Uri(parsed.GetRequiredValue(url)),
                parsed.GetValue(key),
                parsed.GetValue(clients),
                parsed.GetValue(rate));
            LoadFigures figures = await load.RunAsync(
                parsed.GetValue(kind), parsed.GetValue(orders), () => terminal.Line("ready"));
            terminal.Line(JsonSerializer.Serialize(figures));
        });
        return command;
    }
}
