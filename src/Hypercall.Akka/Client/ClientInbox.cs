using System.Collections.Concurrent;

namespace Hypercall.Actors.Client;

/// <summary>
/// Where a client's answers arrive: a temporary actor reference, as an Ask has one, but for all requests of the client
/// together. It is registered while any of them waits, so that a client that is dropped leaves nothing behind. Safe for
/// use from several threads.
/// </summary>
internal sealed class ClientInbox : MinimalActorRef
{
    private readonly ConcurrentDictionary<long, Place> _places = new();
    private readonly Lock _gate = new();
    private long _lastToken;
    private int _waiting;

    public ClientInbox(ICanTell target)
    {
        Provider = ProviderOf(target);
        Path = Provider.TempPath();
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    /// <summary>Awaits the answer of one more request; dispose it when it is awaited no more.</summary>
    public Place Expect()
    {
        lock (_gate)
        {
            if (_waiting++ == 0)
                Provider.RegisterTempActor(this, Path);
        }

        var place = new Place(this, Interlocked.Increment(ref _lastToken));
        _places[place.Token] = place;
        return place;
    }

    /// <summary>Notes in whose message a request is sent: what refuses that refuses it.</summary>
    public void Sent(long token, long messageToken)
    {
        if (_places.TryGetValue(token, out Place? place))
            place.MessageToken = messageToken;
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case SubmitAnswers many:
                foreach (SubmitAnswer answer in many.Answers)
                    Complete(answer.Token, answer);
                break;
            case SubmitAnswer answer:
                Complete(answer.Token, answer);
                break;
            case EngineUnavailable unavailable:
                foreach (Place place in _places.Values.Where(place => place.MessageToken == unavailable.Token))
                    place.Complete(unavailable);
                break;
            default:
                Provider.DeadLetters.Tell(message, this);
                break;
        }
    }

    private void Complete(long token, SubmitAnswer answer)
    {
        if (_places.TryGetValue(token, out Place? place))
            place.Complete(answer);
    }

    private void Forget(Place place)
    {
        _places.TryRemove(place.Token, out _);
        lock (_gate)
        {
            if (--_waiting == 0)
                Provider.UnregisterTempActor(Path);
        }
    }

    private static IActorRefProvider ProviderOf(ICanTell target) => target switch
    {
        IInternalActorRef reference => reference.Provider,
        ActorSelection { Anchor: IInternalActorRef anchor } => anchor.Provider,
        _ => throw new ArgumentException($"a {target.GetType().FullName} is of no actor system", nameof(target)),
    };

    /// <summary>A request that waits for its answer.</summary>
    internal sealed class Place(ClientInbox inbox, long token) : IDisposable
    {
        private readonly TaskCompletionSource<object> _answer =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _messageToken = token;

        /// <summary>Names it within its client.</summary>
        public long Token { get; } = token;

        /// <summary>Token of the message that it is sent in.</summary>
        public long MessageToken
        {
            get => Volatile.Read(ref _messageToken);
            set => Volatile.Write(ref _messageToken, value);
        }

        /// <summary>The answer, once it has come.</summary>
        public Task<object> Answer => _answer.Task;

        /// <summary>The answer has come; a second one is dropped.</summary>
        public void Complete(object answer) => _answer.TrySetResult(answer);

        public void Dispose() => inbox.Forget(this);
    }
}
