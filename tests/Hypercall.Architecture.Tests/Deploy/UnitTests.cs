using System.Reflection;
using System.Text.RegularExpressions;
using Akka.Configuration;

namespace Hypercall.Architecture.Tests.Deploy;

/// <summary>deploy/hypercall.service and deploy/node.conf fit the program and its settings.</summary>
public sealed partial class UnitTests
{
    private static readonly ILookup<string, string> Unit = File
        .ReadLines(Repository.PathOf("deploy/hypercall.service"))
        .Where(line => line.Length > 0 && line[0] is not ('#' or '['))
        .Select(line => line.Split('=', 2))
        .ToLookup(parts => parts[0], parts => parts[1]);

    [Fact]
    public void The_unit_runs_a_node_with_options_that_there_are()
    {
        string start = Unit["ExecStart"].Single();
        Assert.StartsWith("/usr/lib/hypercall/hypercall run ", start);
        string head = File.ReadAllText(Repository.PathOf("deploy/hypercall.service")).Split("[Unit]")[0];
        Assert.Subset(
            ProgramHelp.OptionsOf("run").ToHashSet(),
            Option().Matches(start + head).Select(match => match.Value).ToHashSet());
    }

    [Fact]
    public void A_node_has_the_time_that_its_end_may_take() => Assert.True(
        int.Parse(Unit["TimeoutStopSec"].Single()) >= ShippedSettings.LongestEnd.TotalSeconds);

    [Fact]
    public void A_setting_or_a_journal_that_ends_a_node_waits_for_a_person() => Assert.Equal(
        $"{ExitCode("BadInput")} {ExitCode("JournalUnusable")}", Unit["RestartPreventExitStatus"].Single());

    [Fact]
    public void Settings_of_node_conf_are_settings()
    {
        Config own = ConfigurationFactory.ParseString(File.ReadAllText(Repository.PathOf("deploy/node.conf")));
        Assert.NotEmpty(own.AsEnumerable());
        Assert.All(PathsOf("", own), path => Assert.True(ShippedSettings.All.HasPath(path), $"{path} is no setting"));
    }

    private static IEnumerable<string> PathsOf(string above, Config config) =>
        from entry in config.AsEnumerable()
        let path = above + entry.Key
        from each in entry.Value.IsObject() ? PathsOf(path + ".", config.GetConfig(entry.Key)) : [path]
        select each;

    private static object ExitCode(string name) => Assembly.Load("hypercall")
        .GetType("Hypercall.Cli.ExitCode", throwOnError: true)!
        .GetField(name, BindingFlags.Public | BindingFlags.Static)!
        .GetRawConstantValue()!;

    [GeneratedRegex(@"(?<=\s|=)--[a-z-]+")]
    private static partial Regex Option();
}
