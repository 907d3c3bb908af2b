using System.Collections.Concurrent;

namespace Hypercall.Actors.Storage;

/// <summary>
/// How far recovering actors of a system have come with their rows, for journals that read ahead of them. Akka sends
/// rows as fast as they can be read: of a journal that is replayed whole nearly all would wait in the actor's mailbox.
/// Safe for use from several threads.
/// </summary>
internal sealed class ReplayPace : IExtension
{
    private readonly ConcurrentDictionary<string, Reader> _readers = new();

    /// <summary>The system's own.</summary>
    public static ReplayPace Of(ActorSystem system) => system.WithExtension<ReplayPace, Provider>();

    /// <summary>An actor is about to recover, and says from now on what it has taken.</summary>
    public Reader Begin(string persistenceId) => _readers[persistenceId] = new Reader(this, persistenceId);

    /// <summary>
    /// Ends once the actor has taken a row, or takes no more; at once where none says what it takes.
    /// </summary>
    public Task PassedAsync(string persistenceId, long number) =>
        _readers.TryGetValue(persistenceId, out Reader? reader) ? reader.PassedAsync(number) : Task.CompletedTask;

    /// <summary>An actor that recovers; disposed it takes no more.</summary>
    internal sealed class Reader(ReplayPace pace, string persistenceId) : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<(long Number, TaskCompletionSource Passed)> _waiting = [];
        private long _taken;

        /// <summary>The actor has taken a row, and all before it.</summary>
        public void Take(long number)
        {
            lock (_gate)
            {
                _taken = number;
                foreach ((_, TaskCompletionSource passed) in _waiting.Where(waiting => waiting.Number <= number))
                    passed.SetResult();
                _waiting.RemoveAll(waiting => waiting.Number <= number);
            }
        }

        public void Dispose()
        {
            pace._readers.TryRemove(KeyValuePair.Create(persistenceId, this));
            Take(long.MaxValue);
        }

        internal Task PassedAsync(long number)
        {
            lock (_gate)
            {
                if (number <= _taken)
                    return Task.CompletedTask;
                var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((number, passed));
                return passed.Task;
            }
        }
    }

    private sealed class Provider : ExtensionIdProvider<ReplayPace>
    {
        public override ReplayPace CreateExtension(ExtendedActorSystem system) => new();
    }
}
