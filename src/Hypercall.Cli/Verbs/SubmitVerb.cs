using Hypercall.Actors.Client;

namespace Hypercall.Cli.Verbs;

/// <summary>
/// <c>hypercall submit</c>: NDJSON commands from a file or standard input to a partition, outcomes as NDJSON to
/// standard output, in order.
/// </summary>
internal static class SubmitVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "NDJSON commands; - is standard input." };
        Option<string[]> nodes = ClientOptions.Nodes();
        Option<string?> certificates = ClientOptions.Certificates();
        Option<string> partition = ClientOptions.Partition();
        Option<int> inFlight = Options.WithDefault(
            "--in-flight",
            1,
            "Most commands sent and not answered yet. With 1 each waits for the one before; with more, "
                + "a command that has to be sent again may come behind later ones.").Within(1, 2_048);
        Option<double> patience = Options.WithDefault(
            "--patience",
            60.0,
            "Seconds for which one command is tried, under one request id, so that it is executed once at most.")
            .Within(0.0, 86_400);
        var command = new Command("submit", "Submit NDJSON commands and print their outcomes, one line each.")
        {
            file, nodes, certificates, partition, inFlight, patience,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var input = new NdjsonReader(parsed.GetRequiredValue(file));
            input.RequireReadable();
            await using var connection = new ClusterConnection(
                parsed.GetRequiredValue(nodes), parsed.GetValue(certificates));
            EngineClientOptions options = connection.ClientOptions;
            options = options with
            {
                Retry = options.Retry with { PatienceMs = (long)(parsed.GetRequiredValue(patience) * 1_000) },
            };
            string name = parsed.GetRequiredValue(partition);
            Task Contact() => connection.WaitForContactAsync(name, cancellation);
            await Contact();
            IEngineClient client = new EngineClient(connection.Contacts, name, options);
            await using Stream output = StandardOutput.Open();
            return await new Submitting(client, parsed.GetRequiredValue(inFlight), output, Contact)
                .RunAsync(input, cancellation);
        });
        return command;
    }
}
