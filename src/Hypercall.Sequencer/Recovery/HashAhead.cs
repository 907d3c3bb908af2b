using System.Collections.Concurrent;

namespace Hypercall.Sequencer.Recovery;

/// <summary>
/// Computes the hash chain of a replay on the thread pool while the engine goes on: SHA-256 is near half of what a
/// replayed command costs. The chain has one order and every hash is compared as before, so that nothing depends on
/// when it is computed; whoever wants a hash that is not there yet computes what is missing.
/// </summary>
/// <param name="hash">The hash that the chain continues.</param>
/// <param name="sha256">Computes those after it.</param>
internal sealed class HashAhead(Hash256 hash, ISha256 sha256) : IHashChain, IThreadPoolWorkItem
{
    /// <summary>Chunks waiting (32 KiB each) beyond which the replay computes hashes itself.</summary>
    private const int MostQueued = 64;

    private readonly Lock _computing = new();
    private readonly ConcurrentQueue<HashChunk> _queue = new();
    private readonly ConcurrentQueue<HashChunk> _free = new();
    private HashChunk _filling = new();
    private Hash256 _hash = hash;

    public Hash256 Hash => Mark().Hash;

    public void Append(ReadOnlySpan<byte> content)
    {
        _filling.Append(content);
        if (_filling.IsFull)
            Enqueue();
    }

    /// <summary>The hash after everything appended so far, to be had later.</summary>
    public HashMark Mark()
    {
        var mark = new HashMark(this);
        _filling.Mark = mark;
        Enqueue();
        return mark;
    }

    /// <summary>Computes what is queued, after whoever computes already.</summary>
    public void Compute()
    {
        lock (_computing)
            ComputeQueued();
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (!_queue.IsEmpty && _computing.TryEnter())
        {
            try
            {
                ComputeQueued();
            }
            finally
            {
                _computing.Exit();
            }
        }
    }

    private void Enqueue()
    {
        _queue.Enqueue(_filling);
        _filling = _free.TryDequeue(out HashChunk? free) ? free : new HashChunk();
        if (_queue.Count > MostQueued)
            Compute();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void ComputeQueued()
    {
        while (_queue.TryDequeue(out HashChunk? chunk))
        {
            _hash = chunk.Compute(_hash, sha256);
            chunk.Mark?.Set(_hash);
            chunk.Reset();
            _free.Enqueue(chunk);
        }
    }
}
