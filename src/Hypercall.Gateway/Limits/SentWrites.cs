namespace Hypercall.Gateway.Limits;

/// <summary>A write by what it is known when it comes again.</summary>
/// <param name="Nonce">Its signer's; null: it has none that the engine keeps of him.</param>
internal readonly record struct SentWrite(RequestId Id, long? Nonce);

/// <summary>
/// What a signer has sent, so that who sends it again is told from him: of his nonces the highest, as the engine keeps
/// them, and one that is below so many was sent before or is too late; of writes without one the last. Another's write
/// never gets in here, so that nobody else makes room for a repetition. Used by one thread at a time.
/// </summary>
internal sealed class SentWrites
{
    private const int Most = 100;

    /// <summary>Ascending.</summary>
    private readonly List<long> _nonces = new(1);
    private readonly Queue<RequestId> _others = new();

    public bool Knows(in SentWrite write) => write.Nonce is not { } nonce
        ? _others.Contains(write.Id)
        : _nonces.BinarySearch(nonce) >= 0 || (_nonces.Count == Most && nonce < _nonces[0]);

    /// <summary>It is on its way.</summary>
    /// <param name="write">One that is not known.</param>
    public void Add(in SentWrite write)
    {
        if (write.Nonce is { } nonce)
        {
            _nonces.Insert(~_nonces.BinarySearch(nonce), nonce);
            if (_nonces.Count > Most)
                _nonces.RemoveAt(0);
        }
        else
        {
            _others.Enqueue(write.Id);
            if (_others.Count > Most)
                _others.Dequeue();
        }
    }

    /// <summary>It has not got there: its nonce is not spent.</summary>
    public void Forget(in SentWrite write)
    {
        if (write.Nonce is { } nonce)
            _nonces.Remove(nonce);
    }
}
