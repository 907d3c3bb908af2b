using Hypercall.Actors.Transfers;
using Hypercall.Gateway.Reads;

namespace Hypercall.Cli.Running;

/// <summary>Asks for a transfer, again and again under its one id, until it is over or time is up, and writes a line of
/// JSON.</summary>
/// <param name="contacts">Takes the request.</param>
/// <param name="request">The request: a transfer, or the end of one that is stuck.</param>
/// <param name="from">The partition that cash leaves.</param>
/// <param name="to">The partition that cash enters.</param>
/// <param name="output">Where the line goes.</param>
internal sealed class Transferring(
    IActorRef contacts, object request, RequestId id, string from, string to, Stream output)
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs.</summary>
    /// <returns>Done once the transfer is over; CheckFailed where it is stuck, or that is not known in time.</returns>
    /// <exception cref="InputException">The venue has no such two partitions.</exception>
    public async Task<int> RunAsync(TimeSpan limit, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        string detail = "no node answered";
        while (Stopwatch.GetElapsedTime(start) < limit)
        {
            switch (await contacts.TryAskAsync<object>(request, TryTimeout, cancellation))
            {
                case TransferStatus status:
                    Write(status);
                    return status.State == TransferState.Stuck ? ExitCode.CheckFailed : ExitCode.Done;
                case EngineUnavailable { State: PartitionState.Down } never:
                    throw new InputException("transfer", never.Detail);
                case EngineUnavailable refusal:
                    detail = refusal.Detail;
                    break;
                default:
                    detail = "not over in time";
                    break;
            }

            await Task.Delay(RetryDelay, cancellation);
        }

        WriteWithout(detail);
        return ExitCode.CheckFailed;
    }

    private void Write(TransferStatus status) => WriteLine(writer =>
    {
        writer.WriteString("wallet"u8, status.Wallet.ToString());
        writer.WriteString("amount"u8, status.Amount.ToString());
        writer.WriteNumber("number"u8, status.Number);
        writer.WriteString("state"u8, JsonNamingPolicy.CamelCase.ConvertName(status.State.ToString()));
        writer.WriteString("code"u8, status.Code == RejectCode.None ? null : status.Code.ToString());
    });

    /// <summary>What is known of a transfer that is not known to be over; its id serves to ask again.</summary>
    private void WriteWithout(string detail) => WriteLine(writer =>
    {
        writer.WriteString("state"u8, "unknown"u8);
        writer.WriteString("detail"u8, detail);
    });

    private void WriteLine(Action<Utf8JsonWriter> writeRest)
    {
        using var lines = new JsonLines(output);
        lines.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, id.ToString());
            writer.WriteString("from"u8, from);
            writer.WriteString("to"u8, to);
            writeRest(writer);
            writer.WriteEndObject();
        });
    }
}
