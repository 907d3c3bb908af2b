using Hypercall.Actors.Transfers;

namespace Hypercall.Cli.Verbs;

/// <summary><c>hypercall transfer</c>: moves cash of a wallet from one partition to another, and says how it
/// ended as one line of JSON.</summary>
internal static class TransferVerb
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        Option<string[]> nodes = ClientOptions.Nodes();
        Option<string?> certificates = ClientOptions.Certificates();
        (Option<string> from, Option<string> to) = (From(), To());
        Option<WalletAddress> wallet = ClientOptions.Wallet("Whose cash");
        Option<Cash> amount = Amount();
        Option<RequestId> id = Id();
        Option<double> timeout = ClientOptions.Timeout(30, "Seconds to wait for the transfer's end.");
        var command = new Command(
            "transfer",
            "Move cash of a wallet between partitions: 0 it is over, completed or refused; 1 stuck, not known to be "
            + "over, or no answer: ask again under the same id.")
        {
            nodes, certificates, from, to, wallet, amount, id, timeout,
        };
        command.Subcommands.Add(CreateEnd());
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var connection = new ClusterConnection(
                parsed.GetRequiredValue(nodes), parsed.GetValue(certificates));
            var transfer = new TransferCash(
                parsed.GetRequiredValue(from),
                parsed.GetRequiredValue(to),
                0,
                parsed.GetRequiredValue(id),
                parsed.GetRequiredValue(wallet),
                parsed.GetRequiredValue(amount));
            var patience = TimeSpan.FromSeconds(parsed.GetRequiredValue(timeout));
            return await AskAsync(
                connection, transfer, transfer.Id, (transfer.From, transfer.To), patience, cancellation);
        });
        return command;
    }

    private static Command CreateEnd()
    {
        Option<string[]> nodes = ClientOptions.Nodes();
        Option<string?> certificates = ClientOptions.Certificates();
        (Option<string> from, Option<string> to, Option<RequestId> id) = (From(), To(), Id());
        Option<TransferState> outcome = Options.Read<TransferState>(
            "--as",
            "completed: the cash is where it should be; refused: it is back where it was.",
            "completed|refused",
            text => text switch
            {
                "completed" => TransferState.Completed,
                "refused" => TransferState.Refused,
                _ => null,
            },
            "is neither completed nor refused");
        Option<string> reason = Options.Needed<string>("--reason", "For the log.");
        var command = new Command(
            "end",
            "End a stuck transfer (see health) after a look at both partitions; moves no cash. 0 ended; 1 no answer.")
        {
            nodes, certificates, from, to, id, outcome, reason,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var connection = new ClusterConnection(
                parsed.GetRequiredValue(nodes), parsed.GetValue(certificates));
            var end = new EndTransfer(
                parsed.GetRequiredValue(from),
                parsed.GetRequiredValue(to),
                0,
                parsed.GetRequiredValue(id),
                parsed.GetRequiredValue(outcome),
                parsed.GetRequiredValue(reason));
            return await AskAsync(connection, end, end.Id, (end.From, end.To), EndPatience, cancellation);
        });
        return command;
    }

    private static async Task<int> AskAsync(
        ClusterConnection connection,
        object request,
        RequestId id,
        (string From, string To) partitions,
        TimeSpan patience,
        CancellationToken cancellation)
    {
        await connection.WaitForContactAsync(partitions.From, cancellation);
        await using Stream output = StandardOutput.Open();
        return await new Transferring(connection.Contacts, request, id, partitions.From, partitions.To, output)
            .RunAsync(patience, cancellation);
    }

    private static Option<string> From() => Options.Needed<string>(
        "--from", "The partition that cash leaves.", "PARTITION");

    private static Option<string> To() => Options.Needed<string>(
        "--to", "The partition that cash enters.", "PARTITION");

    private static Option<Cash> Amount() => Options.Read<Cash>(
        "--amount",
        "How much USDC, such as 12.5.",
        "DECIMAL",
        text => DecimalText.TryParse(text, Cash.Decimals, out Int128 units) && units > 0 ? new Cash(units) : null,
        $"is no amount: a decimal above 0 of at most {Cash.Decimals} places");

    private static Option<RequestId> Id() => Options.Read<RequestId>(
        "--id",
        "The transfer's id, a UUID that nothing else has. The same id again, between the same two partitions, is the "
            + "same transfer, one of the last 10,000 that are over: nothing moves twice.",
        "REQUESTID",
        text => Guid.TryParseExact(text, "D", out Guid guid) ? RequestId.FromGuid(guid) : null,
        "is no UUID such as 0f8fad5b-d9cb-469f-a165-70867728950e");
}
