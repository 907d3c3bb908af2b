using System.Buffers;
using System.Text.Json;
using Hypercall.Engine.Domain.Rules;

namespace Hypercall.Json.Tests;

/// <summary>Rule sets as texts, read as the command that carries them.</summary>
internal static class RuleText
{
    public static string Of(RuleSet rules, bool indented = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, indented ? JsonStyle.Indented : JsonStyle.Compact))
            RuleSetJson.Write(writer, rules);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static SetRules Parse(string text)
    {
        byte[] line = Encoding.UTF8.GetBytes($"{{\"type\":\"SetRules\",\"timestamp\":1,\"rules\":{text}}}");
        Assert.True(CommandJson.TryParse(line, out SubmittedCommand command, out JsonError? error), error?.Message);
        return (SetRules)command.Command;
    }
}
