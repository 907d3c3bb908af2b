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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ChaosTheory]
    [MemberData(nameof(ChaosCases.Databases), MemberType = typeof(ChaosCases))]
    public async Task A_journal_that_went_back_is_refused_by_name(string database, int round)
    {
        await using ChaosVenue venue = await ChaosVenue.StartAsync(database, output);
        venue.StartLoad();
        await venue.MoreAsync();
        await venue.OwnerAsync();
        await RollBackAsync(venue.Journal);
        await UntilLoggedAsync(venue, "JournalRewritten");
        int acknowledged = venue.Load.Answers.Count(answer => answer.Executed);
        foreach (int node in Enumerable.Range(0, ChaosVenue.Nodes))
            venue.Fleet.Kill(node);
        await UntilLoggedAsync(venue, "accept-loss");

        HistoryCheck.AssertNoSequenceTwice(venue.Load.Answers);
        Assert.Equal(acknowledged, venue.Load.Answers.Count(answer => answer.Executed));
        output.WriteLine($"round {round}: refused after {acknowledged} acknowledged commands");
    }

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

    private static async Task UntilLoggedAsync(ChaosVenue venue, string word)
    {
        long start = Environment.TickCount64;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!venue.Fleet.Logs().Contains(word, StringComparison.Ordinal))
        {
            Assert.True(
                Environment.TickCount64 - start < Patience.TotalMilliseconds,
                $"no node said {word}\n{venue.Fleet.Logs()}");
            await pause.WaitForNextTickAsync();
        }
    }
}
