using System.Diagnostics;

namespace Hypercall.Actors.Metrics;

/// <summary>
/// The traces that an application listens to: a client's submission, and as its children on the owner's node the time
/// until the command's record was durable and the time until its outcome was told. Costs next to nothing where nobody
/// listens.
/// </summary>
public static class HypercallTracing
{
    /// <summary>Name of the activity source that hosts listen to.</summary>
    public const string SourceName = "Hypercall.Akka";

    private const string PartitionTag = "hypercall.partition";
    private const string SequenceTag = "hypercall.sequence";
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A client submits; all its tries are one activity.</summary>
    internal static Activity? Submission(string partition) =>
        Source.StartActivity("hypercall.submit", ActivityKind.Client)?.SetTag(PartitionTag, partition);

    /// <summary>The submission has ended.</summary>
    internal static void End(Activity? submission, SubmissionResult result)
    {
        if (submission is null)
            return;
        submission.SetTag("hypercall.status", result.Status.ToString());
        if (result.Outcome is { } outcome)
            submission.SetTag(SequenceTag, outcome.Sequence);
        else
            submission.SetStatus(ActivityStatusCode.Error, result.Status.ToString());
    }

    /// <summary>
    /// The owner has taken a command. It is not made current: the actor goes on with other clients' commands.
    /// </summary>
    /// <param name="parent">The client's activity; none: no trace.</param>
    internal static Activity? Journal(ActivityContext parent, string partition)
    {
        if (parent.TraceId == default)
            return null;
        Activity? current = Activity.Current;
        Activity? journal = Source.StartActivity("hypercall.journal", ActivityKind.Server, parent);
        Activity.Current = current;
        return journal?.SetTag(PartitionTag, partition);
    }

    /// <summary>The command's record is durable, it was applied, and its outcome is about to be told.</summary>
    /// <param name="journal">What <see cref="Journal"/> gave.</param>
    /// <param name="durableAt">When the last record was durable; one from before the command was taken was not its
    /// own.</param>
    internal static void Answer(Activity journal, DateTime durableAt, long sequence)
    {
        if (durableAt < journal.StartTimeUtc)
            durableAt = journal.StartTimeUtc;
        var parent = new ActivityContext(
            journal.TraceId, journal.ParentSpanId, journal.ActivityTraceFlags, isRemote: true);
        Activity? current = Activity.Current;
        using Activity? answer = Source.StartActivity(
            "hypercall.answer", ActivityKind.Server, parent, startTime: durableAt);
        Activity.Current = current;
        answer?.SetTag(SequenceTag, sequence);
        journal.SetTag(SequenceTag, sequence);
        journal.SetEndTime(durableAt);
        journal.Dispose();
    }

    /// <summary>The command was not executed, or nobody knows.</summary>
    internal static void Refuse(Activity journal, SubmissionStatus status)
    {
        journal.SetStatus(ActivityStatusCode.Error, status.ToString());
        journal.Dispose();
    }
}
