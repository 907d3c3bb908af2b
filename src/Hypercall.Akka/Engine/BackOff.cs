using Akka.Pattern;

namespace Hypercall.Actors.Engine;

/// <summary>How persistent actors are kept running: one that stops or throws is started again after a pause.</summary>
internal static class BackOff
{
    /// <summary>A supervisor of one child.</summary>
    /// <param name="child">The child; it stops at anything it throws.</param>
    /// <param name="settings">Whose pauses hold.</param>
    /// <param name="isFinalStop">The messages after which the child's end is the supervisor's.</param>
    public static Props Supervised(
        Props child, string name, PartitionSettings settings, Func<object, bool> isFinalStop) =>
        BackoffSupervisor.Props(
            Backoff.OnStop(child, name, settings.MinBackoff, settings.MaxBackoff, settings.BackoffJitter, -1)
                .WithAutoReset(settings.MaxBackoff)
                .WithSupervisorStrategy(StopOnAnything())
                .WithFinalStopMessage(isFinalStop));

    /// <summary>The pause after some tries in a row that failed: each is twice the one before.</summary>
    /// <param name="tries">How many; from 1.</param>
    /// <param name="first">The pause after the first.</param>
    public static TimeSpan Pause(int tries, TimeSpan first, TimeSpan longest)
    {
        TimeSpan pause = first;
        for (int doubled = 1; doubled < tries && pause < longest; doubled++)
            pause *= 2;
        return pause < longest ? pause : longest;
    }

    /// <summary>A child that throws stops, and the back-off above it starts another.</summary>
    public static OneForOneStrategy StopOnAnything() => new(_ => Directive.Stop);
}
