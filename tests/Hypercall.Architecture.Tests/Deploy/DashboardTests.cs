using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hypercall.Actors.Metrics;

namespace Hypercall.Architecture.Tests.Deploy;

/// <summary>The dashboard shows what the host measures: all of it, and nothing that there is not.</summary>
public sealed partial class DashboardTests
{
    private static readonly string[] Labels = ["partition", "view", "instance", "le"];

    private static readonly IReadOnlyList<JsonNode> Panels =
    [
        .. JsonNode.Parse(File.ReadAllText(Repository.PathOf("deploy/grafana/dashboards/hypercall.json")))!
            ["panels"]!.AsArray().Select(panel => panel!),
    ];

    [Fact]
    public void Every_series_is_measured() => Assert.Subset(
        Instruments().SelectMany(SeriesOf).ToHashSet(),
        Expressions().SelectMany(SeriesIn).ToHashSet());

    [Fact]
    public void Every_instrument_is_shown()
    {
        HashSet<string> shown = [.. Expressions().SelectMany(SeriesIn)];
        Assert.All(Instruments(), instrument => Assert.True(
            SeriesOf(instrument).Any(shown.Contains), $"{instrument.Name} is on no panel"));
    }

    [Fact]
    public void Series_are_grouped_by_labels_that_they_have() => Assert.Subset(
        Labels.ToHashSet(),
        Expressions().SelectMany(text => Grouping().Matches(text))
            .SelectMany(match => match.Groups[1].Value.Split(", ")).ToHashSet());

    [Fact]
    public void Panels_say_what_they_show_and_stand_side_by_side()
    {
        Assert.All(Panels, panel => Assert.NotEmpty((string)panel["description"]!));
        Assert.Equal(Panels.Count, Panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        Assert.Equal(Panels.Count, Panels.Select(panel => (panel["gridPos"]!["x"]!.ToString(), panel["gridPos"]!["y"]!
            .ToString())).Distinct().Count());
    }

    private static IEnumerable<string> Expressions() => Panels
        .SelectMany(panel => panel["targets"]!.AsArray())
        .Select(target => (string)target!["expr"]!);

    private static IEnumerable<string> SeriesIn(string expression) =>
        Series().Matches(expression).Select(match => match.Value);

    /// <summary>What the classes of the host make on a meter.</summary>
    private static List<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        using var meter = new Meter(PartitionMetrics.MeterName);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter == meter)
                found.Add(instrument);
        };
        listener.Start();
        _ = new PartitionMetrics(meter, "main");
        _ = new ViewMetrics(meter, "main");
        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>Prometheus' names of an instrument, by its translation of OTLP (UnderscoreEscapingWithSuffixes).</summary>
    private static IEnumerable<string> SeriesOf(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_') + UnitOf(instrument);
        Type kind = instrument.GetType().GetGenericTypeDefinition();
        return kind == typeof(Counter<>) ? [$"{name}_total"]
            : kind == typeof(Histogram<>) ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"]
            : [name];
    }

    private static string UnitOf(Instrument instrument) => instrument.Unit switch
    {
        null or ['{', .., '}'] => "",
        "ms" => "_milliseconds",
        _ => throw new NotSupportedException($"{instrument.Name} is measured in {instrument.Unit}"),
    };

    [GeneratedRegex(@"\bhypercall_\w+")]
    private static partial Regex Series();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();
}
