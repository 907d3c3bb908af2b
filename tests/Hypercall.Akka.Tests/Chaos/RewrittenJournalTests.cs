using System.Data.Common;
using Hypercall.Actors.Tests.Processes;
using Xunit.Abstractions;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>
/// The journal goes back in time under a running venue, as a restored back-up or an old replica does: what was
/// acknowledged is gone, and nobody may go on as if it had never been.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class RewrittenJournalTests(ITestOutputHelper output)
{
    private const int RecordsLost = 50;

    /// <summary>A partition that waits for an operator.</summary>
    private const string Refusal = "stays down";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public Task A_journal_that_went_back_is_refused_by_name(string database, int round) =>
        ChaosVenue.RunAsync(database, output, async venue =>
        {
            venue.StartLoad();
            await venue.MoreAsync();
            await venue.OwnerAsync();
            await RollBackAsync(venue.Journal);
            await UntilLoggedAsync(venue, "stays down, JournalRewritten", 1);
            int acknowledged = venue.Load.Answers.Count(answer => answer.Executed);
            int refusals = Count(venue, Refusal);
            foreach (int node in Enumerable.Range(0, ChaosVenue.Nodes))
                venue.Fleet.Kill(node);
            await UntilLoggedAsync(venue, Refusal, refusals + 1);

            HistoryCheck.AssertNoSequenceTwice(
                venue.Load.Answers.Where(answer => answer.Executed).Select(answer => answer.Told));
            Assert.Equal(acknowledged, venue.Load.Answers.Count(answer => answer.Executed));
            output.WriteLine($"{database}, rolled back, round {round}: refused after {acknowledged} acknowledged");
        });

    private static async Task RollBackAsync(ClusterJournal journal)
    {
        await using DbConnection connection = journal.Connect();
        await connection.OpenAsync();
        await using DbCommand delete = connection.CreateCommand();
        delete.CommandText =
            "DELETE FROM journal WHERE persistence_id = 'engine-main' AND sequence_number > "
            + "(SELECT max(sequence_number) FROM journal WHERE persistence_id = 'engine-main') - " + RecordsLost;
        Assert.Equal(RecordsLost, await delete.ExecuteNonQueryAsync());
    }

    private static int Count(ChaosVenue venue, string words) => venue.Fleet.Logs().Split(words).Length - 1;

    private static async Task UntilLoggedAsync(ChaosVenue venue, string words, int times)
    {
        long start = Environment.TickCount64;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Count(venue, words) < times)
        {
            Assert.True(
                Environment.TickCount64 - start < Patience.TotalMilliseconds,
                $"no node said {words}");
            await pause.WaitForNextTickAsync();
        }
    }
}
