using System.IO.Compression;
using System.Text.Json;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Json;

namespace Hypercall.Cli.Tests.Processes;

public sealed class ApplyTests
{
    private const string Tick = """{"type":"Tick","timestamp":1000}""";

    [Fact]
    public void Each_command_gives_one_outcome_line_in_order()
    {
        ProcessResult result = HypercallProcess
            .RunWithInput($"{Tick}\n{Tick.Replace("1000", "999")}\n{Tick.Replace("1000", "1001")}", "apply", "-")
            .ShouldSucceed();

        JsonElement[] outcomes = Outcomes(result.Output);
        Assert.Equal([1, 2, 2], outcomes.Select(outcome => outcome.GetProperty("sequence").GetInt64()));
        Assert.Equal(
            [null, "OutOfOrder", null], outcomes.Select(outcome => outcome.GetProperty("code").GetString()));
        Assert.All(outcomes, outcome => Assert.Equal(64, outcome.GetProperty("hash").GetString()!.Length));
    }

    [Fact]
    public void Outcomes_and_state_go_to_the_files_asked_for()
    {
        using var folder = new TemporaryFolder();
        string input = DemoFile.Write(folder, "demo.ndjson", 1_000);
        ProcessResult result = HypercallProcess
            .Run("apply", input, "--out", folder["out.ndjson"], "--state", folder["state.json"]).ShouldSucceed();

        Assert.Equal("", result.Output);
        JsonElement last = Outcomes(File.ReadAllText(folder["out.ndjson"]))[^1];
        using JsonDocument state = JsonDocument.Parse(File.ReadAllBytes(folder["state.json"]));
        foreach (string member in (string[])["sequence", "timestamp", "hash"])
            Assert.Equal(last.GetProperty(member).ToString(), state.RootElement.GetProperty(member).ToString());
        Assert.Equal(File.ReadLines(input).Count(), File.ReadLines(folder["out.ndjson"]).Count());
    }

    [Theory]
    [InlineData("""{"type":"Tick"}""", "timestamp")]
    [InlineData("""{"type":"Tick","timestamp":1000,"extra":1}""", "extra")]
    [InlineData("""{"type":"Tick","timestamp":"1000"}""", "timestamp")]
    [InlineData("not json", "JSON")]
    [InlineData("", "")]
    public void A_malformed_line_ends_it_after_the_outcomes_before(string line, string part)
    {
        using var folder = new TemporaryFolder();
        string input = folder.Write("bad.ndjson", Tick, line, Tick);
        ProcessResult result = HypercallProcess.Run("apply", input);
        result.ShouldFail(2, $"{input}:2: ", part);
        Assert.Single(Outcomes(result.Output));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named_with_their_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["bad.ndjson"], [.. """{"type":"Tick","timestamp":1}"""u8, (byte)'\n', 0xFF, 0xFE]);
        HypercallProcess.Run("apply", folder["bad.ndjson"]).ShouldFail(2, "bad.ndjson:2: ", "UTF-8");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void A_gzip_file_that_was_cut_short_is_an_error(int missing)
    {
        using var folder = new TemporaryFolder();
        using (var gzip = new GZipStream(File.Create(folder["in.gz"]), CompressionLevel.Optimal))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(Tick + "\n"));
        HypercallProcess.Run("apply", folder["in.gz"]).ShouldSucceed();

        File.WriteAllBytes(folder["in.gz"], File.ReadAllBytes(folder["in.gz"])[..^missing]);
        HypercallProcess.Run("apply", folder["in.gz"]).ShouldFail(2, folder["in.gz"], "cut short");
    }

    [Fact]
    public void The_printed_rules_are_the_default_ones()
    {
        ProcessResult result = HypercallProcess.Run("rules").ShouldSucceed();
        byte[] line = System.Text.Encoding.UTF8.GetBytes(
            $"{{\"type\":\"SetRules\",\"timestamp\":1,\"rules\":{result.Output}}}");
        Assert.True(CommandJson.TryParse(line, out SubmittedCommand command, out JsonError? error), error?.Message);
        Assert.Equal(Text(RuleSet.Default), Text(((SetRules)command.Command).Rules!));

        static string Text(RuleSet rules)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
                RuleSetJson.Write(writer, rules);
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    private static JsonElement[] Outcomes(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
