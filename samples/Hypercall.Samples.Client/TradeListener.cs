using Akka.Actor;
using Hypercall.Actors.Protocol;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;
using Hypercall.Sequencer.Live;

namespace Hypercall.Samples.Client;

/// <summary>
/// Subscribes to a partition, again when it is refused or hears nothing, and tells of the first trade. It takes what
/// comes; who must miss nothing puts a Hypercall.Views.Feed.ViewFeed in between, which asks for what is missing.
/// </summary>
internal sealed class TradeListener : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private readonly ApplyOutput _outcome = new();

    public TradeListener(
        IActorRef venue, string partition, TaskCompletionSource subscribed, TaskCompletionSource<string> traded)
    {
        var subscribe = new Subscribe(partition, Token: 1);
        venue.Tell(subscribe);
        Context.SetReceiveTimeout(Silence);
        Receive<ReceiveTimeout>(_ => venue.Tell(subscribe));
        Receive<EngineUnavailable>(
            refusal => refusal.RetryAfterMs == 0,
            refusal => subscribed.TrySetException(new InvalidOperationException(refusal.Detail)));
        Receive<EngineUnavailable>(refusal => Timers.StartSingleTimer(
            nameof(Retry), Retry.Instance, TimeSpan.FromMilliseconds(refusal.RetryAfterMs)));
        Receive<Retry>(_ => venue.Tell(subscribe));
        Receive<Subscribed>(_ => subscribed.TrySetResult());
        Receive<OutcomeBatch>(published => Listen(published.Batch, traded));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void Listen(PublishedBatch batch, TaskCompletionSource<string> traded)
    {
        for (int index = 0; index < batch.Header.Count; index++)
        {
            var reader = new CanonicalReader(batch.Outcome(index).Span);
            if (!OutcomeCodec.TryRead(ref reader, _outcome))
                throw new InvalidOperationException(reader.Error);
            for (int number = 0; number < _outcome.Events.Count; number++)
            {
                if (_outcome.Events.KindAt(number) != EventKind.Filled)
                    continue;
                Filled fill = _outcome.Events.At<Filled>(number);
                traded.TrySetResult($"listener: {fill.Size} at {fill.Price}, sequence {_outcome.Sequence}");
            }
        }
    }

    private sealed class Retry : INoSerializationVerificationNeeded
    {
        public static Retry Instance { get; } = new();
    }
}
