namespace Hypercall.Actors.Follower;

/// <summary>
/// Reads a persistence id's rows for its parent, a bounded number at a time, without writing anything: on any node,
/// beside the owner. Each read is an actor of its own, so that one that hangs is given up and told as
/// <see cref="JournalUnread"/>, and what it would still bring reaches nobody.
/// </summary>
internal sealed class JournalReader(
    string persistenceId, string journalPluginId, TimeSpan longestRead) : UntypedActor, IWithTimers
{
    private IActorRef _read = ActorRefs.Nobody;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string persistenceId, string journalPluginId, TimeSpan longestRead) =>
        Akka.Actor.Props.Create(() => new JournalReader(persistenceId, journalPluginId, longestRead));

    /// <summary>A reader of a partition's journal.</summary>
    public static Props RecordsOf(PartitionSettings partition, TimeSpan longestRead) =>
        Props(partition.PersistenceId, partition.JournalPluginId, longestRead);

    /// <summary>A reader of what is skipped of a partition's journal.</summary>
    public static Props SkipsOf(PartitionSettings partition, TimeSpan longestRead) => Props(
        PartitionSettings.SkipsPersistenceIdOf(partition.Partition),
        partition.LedgerPluginId ?? partition.JournalPluginId,
        longestRead);

    protected override SupervisorStrategy SupervisorStrategy() => Engine.BackOff.StopOnAnything();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ReadRows read:
                Start(read);
                break;
            case JournalRows or JournalUnread when Sender.Equals(_read):
                End(message);
                break;
            case JournalRows or JournalUnread:
                break;
            case Overdue:
                End(new JournalUnread(
                    new TimeoutException($"the journal of {persistenceId} did not answer in {longestRead}")));
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} is unknown to the journal reader");
        }
    }

    private void Start(ReadRows read)
    {
        Context.Stop(_read);
        _read = Context.ActorOf(JournalRead.Props(persistenceId, journalPluginId, read));
        Timers.StartSingleTimer(nameof(Overdue), new Overdue(), longestRead);
    }

    private void End(object answer)
    {
        Timers.CancelAll();
        Context.Stop(_read);
        _read = ActorRefs.Nobody;
        Context.Parent.Tell(answer);
    }

    private sealed class Overdue : INoSerializationVerificationNeeded;
}
