using System.Diagnostics;
using Hypercall.Actors.Tests.Processes;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Samples;

/// <summary>The programs of samples/, run as a newcomer runs them.</summary>
public sealed class SamplesTests : IDisposable
{
    private const int MostVenueLines = 40;
    private const int MostValidatorLines = 60;
    private const int MostClientLines = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task The_venue_trades_and_the_validator_finds_its_journal_sound()
    {
        (int code, string venue) = await RunAsync("Venue");

        Assert.True(code == 0, venue);
        string[] lines = venue.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Count(line => line.EndsWith(": None")));
        string hash = lines.Single(line => line.StartsWith("subscriber: outcomes up to 7, hash ")).Split(' ')[^1];
        Assert.Contains("is Healthy", lines);

        (code, string sound) = await RunAsync("Validator", _directory.Path);
        Assert.True(code == 0, sound);
        Assert.Contains($"sequence 7, hash {hash}", sound);
        Assert.Contains("1 snapshots compared", sound);

        Assert.Equal(3, (await RunAsync("Validator", Path.Combine(_directory.Path, "absent"))).Code);
    }

    [Fact]
    public async Task The_client_trades_on_a_running_venue_and_hears_of_it()
    {
        using var fleet = new NodeFleet(1, "--journal-at", _directory.Path);
        fleet.Start(0);
        (int code, string client) = await RunAsync("Client", fleet.Addresses[0]);

        Assert.True(code == 0, client + fleet.Logs());
        string[] lines = client.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // No SetRules: the venue keeps its margin.
        Assert.Equal(
            [
                "MarketAction: None", "PriceUpdate: None", "IvUpdate: None", "DepositUpdate: None", "DepositUpdate: None",
                "PlaceOrder: None", "PlaceOrder: None", "listener: 1 at 50, sequence 7",
            ],
            lines.Where(line => line.EndsWith(": None") || line.StartsWith("listener: ")));
    }

    [Theory]
    [InlineData("Venue", MostVenueLines)]
    [InlineData("Validator", MostValidatorLines)]
    [InlineData("Client", MostClientLines)]
    public void A_sample_is_no_longer_than_it_says(string name, int most) => Assert.InRange(
        File.ReadAllLines(Repository.PathOf($"samples/Hypercall.Samples.{name}/Program.cs")).Length, 1, most);

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// Runs what was built of a sample, as its reader would, in the test's folder, where the venue puts its files.
    /// </summary>
    private async Task<(int Code, string Output)> RunAsync(string sample, params string[] arguments)
    {
        string name = $"Hypercall.Samples.{sample}";
        string built = Path.GetRelativePath(Repository.PathOf("tests/Hypercall.Akka.Tests"), AppContext.BaseDirectory);
        string program = Path.Combine(Repository.PathOf($"samples/{name}"), built, $"{name}.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, output + await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
