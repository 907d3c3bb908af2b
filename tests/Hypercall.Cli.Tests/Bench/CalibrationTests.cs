using Akka.Actor;
using Hypercall.Benchmarks;

namespace Hypercall.Cli.Tests.Bench;

public sealed class CalibrationTests
{
    [Fact]
    public void It_gives_a_figure_of_each_kind_without_asking_for_any()
    {
        BenchmarkRow[] rows = [.. BenchmarkSuite.Calibrate(() => new PlainFolder())];
        Assert.Equal(5, rows.Length);
        Assert.All(rows, row =>
        {
            Assert.Equal("calibration", row.Id);
            Assert.Matches("[1-9]", row.Figure);
            Assert.Equal(Verdict.None, row.Verdict);
        });
        Assert.Equal(5, rows.Select(row => row.What).Distinct().Count());
    }

    /// <summary>A folder in which nothing is started.</summary>
    private sealed class PlainFolder : IJournalFolder
    {
        private readonly TemporaryFolder _folder = new();

        public string FullName => _folder.FullName;

        public int Window => throw new NotSupportedException();

        public Task<IRunningEngine> StartAsync(Action<long> answered) => throw new NotSupportedException();

        public ActorSystem StartPlain(out string journalPluginId) => throw new NotSupportedException();

        public void DropSnapshots() => throw new NotSupportedException();

        public void Dispose() => _folder.Dispose();
    }
}
