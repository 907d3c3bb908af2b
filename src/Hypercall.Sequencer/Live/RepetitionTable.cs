using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hypercall.Sequencer.Live;

/// <summary>
/// Requests that stand in the queue, by request id, with those that repeat them and get the first one's
/// answer. Bounded by the queue's capacity, in both.
/// </summary>
internal sealed class RepetitionTable(int capacity)
{
    public static readonly IReadOnlyList<Repetition> None = [];
    private readonly Dictionary<RequestKey, Waiting> _waiting = [];
    private int _repetitions;

    /// <summary>
    /// A request id within its scope, as the engine remembers outcomes. The nonce is all that a NonceAdvance says, and
    /// stands in no command: of others it does not count.
    /// </summary>
    internal readonly record struct RequestKey(RequestId Id, WalletAddress? Scope, long? Nonce)
    {
        public static RequestKey? Of(in CommandEnvelope envelope) => envelope.RequestId is { } id
            ? new RequestKey(
                id,
                envelope.Signer ?? envelope.Command.ActingWallet,
                envelope.Command is NonceAdvance ? envelope.Nonce : null)
            : null;
    }

    /// <summary>Who waits for a first one's answer.</summary>
    internal readonly record struct Repetition(long Token, long Submitter);

    private struct Waiting
    {
        public ReadOnlyMemory<byte> Command;
        public List<Repetition>? Repetitions;
    }

    /// <summary>The bytes of the command that waits under a request id.</summary>
    public bool TryFind(in RequestKey key, out ReadOnlyMemory<byte> command)
    {
        bool waits = _waiting.TryGetValue(key, out Waiting waiting);
        command = waiting.Command;
        return waits;
    }

    /// <summary>Notes a request that was queued; false where another waits under its id.</summary>
    public bool TryAdd(in RequestKey key, ReadOnlyMemory<byte> command) =>
        _waiting.TryAdd(key, new Waiting { Command = command });

    /// <summary>
    /// Notes a repetition of a request that waits. It takes the place of an earlier one of its submitter, who has given
    /// that one up, or would not repeat it.
    /// </summary>
    /// <returns>False where there is no room for it.</returns>
    public bool TryJoin(in RequestKey key, long token, long submitter, out long? givenUp)
    {
        givenUp = null;
        ref Waiting waiting = ref CollectionsMarshal.GetValueRefOrNullRef(_waiting, key);
        if (Unsafe.IsNullRef(ref waiting))
            throw new InvalidOperationException($"no request {key.Id} waits");
        List<Repetition> repetitions = waiting.Repetitions ??= [];
        int earlier = repetitions.FindIndex(repetition => repetition.Submitter == submitter);
        if (earlier >= 0)
        {
            givenUp = repetitions[earlier].Token;
            repetitions[earlier] = new Repetition(token, submitter);
            return true;
        }

        if (_repetitions == capacity)
            return false;
        repetitions.Add(new Repetition(token, submitter));
        _repetitions++;
        return true;
    }

    /// <summary>Forgets a request that leaves the queue.</summary>
    /// <returns>Those that wait for its answer.</returns>
    public IReadOnlyList<Repetition> Remove(in RequestKey key)
    {
        _waiting.Remove(key, out Waiting waiting);
        IReadOnlyList<Repetition> repetitions = waiting.Repetitions ?? None;
        _repetitions -= repetitions.Count;
        return repetitions;
    }
}
