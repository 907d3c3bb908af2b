using System.Text.Json;
using Hypercall.Cli.Demo;
using Hypercall.Cli.Inputs;
using Hypercall.Json;

namespace Hypercall.Cli.Tests.Support;

/// <summary>Writes the demonstration's commands as NDJSON: a rich input that needs no recorded data.</summary>
internal static class DemoFile
{
    public static string Write(TemporaryFolder folder, string name, int commands, ulong seed = 1)
    {
        string path = folder[name];
        using FileStream file = File.Create(path);
        using var writer = new Utf8JsonWriter(file, JsonStyle.Compact);
        foreach (InputCommand command in new DemoMarket(seed, commands).Read())
        {
            CommandJson.Write(writer, command.Submitted);
            writer.Flush();
            file.WriteByte((byte)'\n');
            writer.Reset(file);
        }

        return path;
    }
}
