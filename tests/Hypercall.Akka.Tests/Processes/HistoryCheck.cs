using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>
/// Holds what clients were told against the journal, read without Akka and executed again: every acknowledged command
/// is there once with its outcome, no sequence was told for two commands, views and follower agree.
/// </summary>
internal static class HistoryCheck
{
    /// <summary>Runs the check; asks again for what a client never got to know.</summary>
    /// <param name="gateway">Whose views and follower are compared.</param>
    /// <param name="client">Asks again.</param>
    /// <param name="load">Has stopped.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="others">
    /// What others than the load were acknowledged: so much that views may begin at a snapshot, and are not compared.
    /// </param>
    /// <param name="changedOwner">Whether the partition has had more than one owner.</param>
    /// <returns>A line for the test's output.</returns>
    public static async Task<string> RunAsync(
        TestGateway gateway,
        IEngineClient client,
        Load load,
        ClusterJournal journal,
        IReadOnlyCollection<ToldOutcome>? others = null,
        bool changedOwner = true)
    {
        var answers = new List<ToldOutcome>(others ?? []);
        int asked = 0;
        foreach (LoadAnswer answer in load.Answers)
        {
            bool isKnown = answer.Result.Status == SubmissionStatus.Executed;
            asked += isKnown ? 0 : 1;
            answers.Add(isKnown ? answer.Told : await AskAgainAsync(client, answer));
        }

        var fresh = new FreshViews();
        JournalContent content = journal.Read(fresh.Apply);
        foreach (ToldOutcome answer in answers)
            content.AssertThereOnce(answer);
        content.AssertNothingTwice();
        AssertNoSequenceTwice(answers);
        Assert.True(content.Report.Epoch > 1 || !changedOwner);
        if (others is null)
            await fresh.AssertEqualAsync(gateway);
        await gateway.AssertFollowerAgreesAsync(content.Report);
        return $"{answers.Count - asked} acknowledged, 0 lost, 0 doubled, {asked} asked for again afterwards; "
            + $"journal of {content.Report.LastSequence} commands in epoch {content.Report.Epoch}";
    }

    /// <summary>No sequence was told for two commands.</summary>
    public static void AssertNoSequenceTwice(IEnumerable<ToldOutcome> answers)
    {
        var told = new Dictionary<long, RequestId>();
        foreach (ToldOutcome answer in answers)
        {
            Assert.True(
                told.TryAdd(answer.FirstSequence, answer.Request) || told[answer.FirstSequence] == answer.Request,
                $"sequence {answer.FirstSequence} was told for the requests {told[answer.FirstSequence]} and "
                + $"{answer.Request}");
        }
    }

    private static async Task<ToldOutcome> AskAgainAsync(IEngineClient client, LoadAnswer answer)
    {
        LoadAnswer again = answer with { Result = await client.SubmitAsync(answer.Request) };
        Assert.Equal(SubmissionStatus.Executed, again.Result.Status);
        return again.Told;
    }
}
