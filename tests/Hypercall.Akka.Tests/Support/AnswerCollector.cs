using Akka.Actor;
using Hypercall.Actors.Protocol;

namespace Hypercall.Actors.Tests.Support;

/// <summary>Collects a great many answers faster than a probe hands them out one by one.</summary>
internal sealed class AnswerCollector
{
    private readonly Lock _gate = new();
    private readonly List<object> _messages = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    public AnswerCollector(IActorRefFactory system) =>
        Ref = system.ActorOf(Props.Create(() => new Collecting(this)));

    /// <summary>Who is to be answered.</summary>
    public IActorRef Ref { get; }

    public int Count
    {
        get
        {
            lock (_gate)
                return _messages.Count;
        }
    }

    /// <summary>The first answers, once there are so many.</summary>
    public async Task<IReadOnlyList<SubmitAnswer>> Answers(int count) =>
        [.. (await Messages(count)).Cast<SubmitAnswer>()];

    /// <summary>The first answers of whatever type, once there are so many.</summary>
    public async Task<IReadOnlyList<object>> Messages(int count)
    {
        await Until(count);
        lock (_gate)
            return [.. _messages.Take(count)];
    }

    /// <summary>Completes when so many have come.</summary>
    public Task Until(int count)
    {
        lock (_gate)
        {
            if (_messages.Count >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromMinutes(2));
        }
    }

    private void Add(object message)
    {
        lock (_gate)
        {
            _messages.Add(message);
            foreach ((int count, TaskCompletionSource reached) in _waiting)
            {
                if (_messages.Count >= count)
                    reached.TrySetResult();
            }

            _waiting.RemoveAll(waiting => waiting.Reached.Task.IsCompleted);
        }
    }

    private sealed class Collecting(AnswerCollector owner) : UntypedActor
    {
        protected override void OnReceive(object message) => owner.Add(message);
    }
}
