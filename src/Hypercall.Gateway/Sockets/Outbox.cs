namespace Hypercall.Gateway.Sockets;

/// <summary>
/// What waits to be sent over one socket, bounded in number, bytes and age. A replaceable message takes the place of
/// the one with its key that still waits. Safe for use from several threads.
/// </summary>
internal sealed class Outbox(SocketLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiting> _waiting = [];
    private readonly Dictionary<string, LinkedListNode<Waiting>> _byKey = [];
    private readonly SemaphoreSlim _some = new(0);
    private int _bytes;
    private bool _isEnded;

    /// <summary>True: no more waits than half of the bounds.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return _waiting.Count <= limits.MostMessages / 2 && _bytes <= limits.MostBytes / 2;
        }
    }

    private sealed record Waiting(ReadOnlyMemory<byte> Bytes, MessageClass Class, string? Key, long SinceTicks);

    /// <summary>Adds a message.</summary>
    /// <param name="kind">What may become of it.</param>
    /// <param name="key">What it replaces; null: nothing.</param>
    /// <returns>Null, or why the socket has to be closed: its receiver is too slow.</returns>
    public string? Add(ReadOnlyMemory<byte> bytes, MessageClass kind, string? key = null)
    {
        lock (_gate)
        {
            if (key is not null && _byKey.TryGetValue(key, out LinkedListNode<Waiting>? old))
                return TryReplace(old, bytes) ? null : SlowConsumer.ReasonOf(kind, SlowConsumer.TooManyBytes);
            if (Violation(bytes.Length) is { } cause)
                return SlowConsumer.ReasonOf(kind, cause);
            _bytes += bytes.Length;
            LinkedListNode<Waiting> node =
                _waiting.AddLast(new Waiting(bytes, kind, key, time.GetTimestamp()));
            if (key is not null)
                _byKey.Add(key, node);
        }

        _some.Release();
        return null;
    }

    /// <summary>Puts a message in the place of the one with its key; false: none waits, or it does not fit.</summary>
    public bool Replace(ReadOnlyMemory<byte> bytes, string key)
    {
        lock (_gate)
            return _byKey.TryGetValue(key, out LinkedListNode<Waiting>? old) && TryReplace(old, bytes);
    }

    private bool TryReplace(LinkedListNode<Waiting> old, ReadOnlyMemory<byte> bytes)
    {
        int more = bytes.Length - old.Value.Bytes.Length;
        if (_bytes + more > limits.MostBytes)
            return false;
        _bytes += more;
        old.Value = old.Value with { Bytes = bytes };
        return true;
    }

    /// <summary>Nothing more is to be sent.</summary>
    public void End()
    {
        lock (_gate)
            _isEnded = true;
        _some.Release();
    }

    /// <summary>The next message, once there is one; null: nothing more is to be sent.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Bytes, MessageClass Class)?> TakeAsync()
    {
        await _some.WaitAsync();
        lock (_gate)
        {
            if (_isEnded)
                return null;
            Waiting next = _waiting.First!.Value;
            _waiting.RemoveFirst();
            _bytes -= next.Bytes.Length;
            if (next.Key is not null)
                _byKey.Remove(next.Key);
            return (next.Bytes, next.Class);
        }
    }

    private string? Violation(int length)
    {
        if (_waiting.Count >= limits.MostMessages)
            return SlowConsumer.TooManyMessages;
        if (_bytes + length > limits.MostBytes)
            return SlowConsumer.TooManyBytes;
        return _waiting.First is { } oldest && time.GetElapsedTime(oldest.Value.SinceTicks) > limits.LongestWait
            ? SlowConsumer.TooOld
            : null;
    }
}
