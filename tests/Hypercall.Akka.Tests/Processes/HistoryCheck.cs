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
    /// <returns>A line for the test's output.</returns>
    public static async Task<string> RunAsync(
        TestGateway gateway, IEngineClient client, Load load, ClusterJournal journal)
    {
        var answers = new List<LoadAnswer>();
        int asked = 0;
        foreach (LoadAnswer answer in load.Answers)
        {
            bool isKnown = answer.Result.Status == SubmissionStatus.Executed;
            asked += isKnown ? 0 : 1;
            answers.Add(isKnown ? answer : answer with { Result = await client.SubmitAsync(answer.Request) });
        }

        var fresh = new FreshViews();
        JournalContent content = journal.Read(fresh.Apply);
        foreach (LoadAnswer answer in answers)
            content.AssertThereOnce(answer);
        content.AssertNothingTwice();
        AssertNoSequenceTwice(answers);
        Assert.True(content.Report.Epoch > 1);
        await fresh.AssertEqualAsync(gateway);
        await gateway.AssertFollowerAgreesAsync(content.Report);
        return $"{answers.Count} commands, {asked} asked for again afterwards, journal of {content.Report.LastSequence} "
            + $"commands in epoch {content.Report.Epoch}, each command there once";
    }

    /// <summary>No sequence was told for two commands.</summary>
    public static void AssertNoSequenceTwice(IEnumerable<LoadAnswer> answers)
    {
        var told = new Dictionary<long, RequestId>();
        foreach (LoadAnswer answer in answers.Where(answer => answer.Executed))
        {
            long sequence = answer.Result.Outcome!.First?.Sequence ?? answer.Result.Outcome.Sequence;
            RequestId request = answer.Request.RequestId!.Value;
            Assert.True(
                told.TryAdd(sequence, request) || told[sequence] == request,
                $"sequence {sequence} was told for the requests {told[sequence]} and {request}");
        }
    }
}
