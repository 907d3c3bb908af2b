namespace Hypercall.Actors.Wire;

/// <summary>
/// Says once a day, for a month before, that this host's certificate ends: from then on it makes no connection, and
/// Akka ends every system that tries to make one to it.
/// </summary>
internal sealed class CertificateWatch(DateTimeOffset end, TimeProvider clock) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DateTimeOffset end, TimeProvider clock) =>
        Akka.Actor.Props.Create(() => new CertificateWatch(end, clock));

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(nameof(Due), new Due(), TimeSpan.Zero, Interval);

    protected override void OnReceive(object message)
    {
        if (message is not Due)
            Unhandled(message);
        else if (end - clock.GetUtcNow() < Notice)
            _log.Warning("this host's certificate ends at {0:u}: give it another and start it again", end);
    }

    private sealed class Due : INoSerializationVerificationNeeded;
}
