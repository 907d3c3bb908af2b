using System.Text.Json;
using Hypercall.Cli.Demo.Day;
using Hypercall.Cli.Inputs;
using Hypercall.Engine.Commands;
using Hypercall.Json;

namespace Hypercall.Cli.Tests.Support;

/// <summary>
/// Writes commands of the demonstration's day as NDJSON, without margin: a rich input that needs no recorded data.
/// Orders are signed by agents, and some requests are repeated, as after a lost answer.
/// </summary>
internal static class DemoFile
{
    private const ulong FirstAgent = 0x1000;
    private const int RepeatEvery = 50;

    public static string Write(TemporaryFolder folder, string name, int commands, ulong seed = 1)
    {
        string path = folder[name];
        using FileStream file = File.Create(path);
        using var writer = new Utf8JsonWriter(file, JsonStyle.Compact);
        foreach (SubmittedCommand command in Commands(seed).Take(commands))
        {
            CommandJson.Write(writer, command);
            writer.Flush();
            file.WriteByte((byte)'\n');
            writer.Reset(file);
        }

        return path;
    }

    private static IEnumerable<SubmittedCommand> Commands(ulong seed)
    {
        var agents = new Dictionary<WalletAddress, WalletAddress>();
        foreach (InputCommand input in new DayMarket(seed).Read())
        {
            SubmittedCommand command = input.Submitted;
            if (command.Command is SetRules { Rules: { } rules })
                command = command with { Command = new SetRules(rules with { MarginEnabled = false }) };
            if (command.Command is not (PlaceOrder or BulkOrders) || command.Command is not WalletCommand order)
            {
                yield return command;
                continue;
            }

            if (!agents.TryGetValue(order.Wallet, out WalletAddress agent))
            {
                agents[order.Wallet] = agent = WalletAddress.FromNumber(FirstAgent + (ulong)agents.Count);
                yield return command with { Command = new ApproveAgent(order.Wallet, agent) };
            }

            // The time is the nonce, as clients do it; each command of the day has a time of its own.
            command = command with
            {
                RequestId = new RequestId((UInt128)input.Row),
                Signer = agent,
                Nonce = command.TimestampMs,
            };
            yield return command;
            if (input.Row % RepeatEvery == 0)
                yield return command with { FirstSentMs = command.TimestampMs };
        }
    }
}
