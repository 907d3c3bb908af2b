using System.Diagnostics;
using Hypercall.Actors.Tests.Processes;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// One node's clock is off by minutes or a day (libfaketime). It must never become owner, and its time must not lock the
/// right clocks out; the others go on.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class WrongClockTests(ITestOutputHelper output)
{
    private const int Wrong = 2;
    private const string Library = "libfaketimeMT.so.1";

    public static TheoryData<string, string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, int>();
            foreach (object[] row in ChaosCases.Databases)
            {
                foreach (string offset in (string[])["+5m", "-5m", "+1d", "-1d"])
                    cases.Add((string)row[0], offset, (int)row[1]);
            }

            return cases;
        }
    }

    [ChaosTheory]
    [MemberData(nameof(Cases))]
    public Task A_wrong_clock_owns_nothing(string database, string offset, int round)
    {
        string library = FindLibrary();
        return ChaosVenue.RunAsync(
            database, output, venue => KillOwnersAsync(venue, $"{database}, clock {offset}, round {round}"), Prepare);

        void Prepare(int node, ProcessStartInfo start)
        {
            if (node != Wrong)
                return;
            start.Environment["LD_PRELOAD"] = library;
            start.Environment["FAKETIME"] = offset;
            start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        }
    }

    /// <summary>The second death leaves the wrong clock as the oldest node, which partitions come to first.</summary>
    private static async Task KillOwnersAsync(ChaosVenue venue, string what)
    {
        venue.StartLoad();
        await venue.MoreAsync();
        for (int death = 1; death <= 2; death++)
        {
            int owner = await venue.OwnerAsync();
            Assert.NotEqual(Wrong, owner);
            await venue.DisturbAsync($"{what}, death {death}", () => venue.Fleet.Kill(owner), lasts: false);
        }

        Assert.NotEqual(Wrong, await venue.OwnerAsync());
        await venue.CheckAsync();
    }

    private static string FindLibrary() =>
        Directory.EnumerateFiles("/usr/lib", Library, SearchOption.AllDirectories).FirstOrDefault()
        ?? throw new FileNotFoundException($"{Library} is needed (Debian: libfaketime)");
}
