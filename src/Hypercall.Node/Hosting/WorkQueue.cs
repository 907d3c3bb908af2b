namespace Hypercall.Node.Hosting;

/// <summary>
/// Hands jobs from the engine's thread to one worker thread, in order. There are never more than a few.
/// </summary>
internal sealed class WorkQueue<T>
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _jobs = new();
    private readonly ManualResetEventSlim _wake = new(initialState: false, spinCount: 20);
    private bool _finished;

    public void Add(T job)
    {
        lock (_gate)
            _jobs.Enqueue(job);
        _wake.Set();
    }

    /// <summary>Nothing more will be added.</summary>
    public void Finish()
    {
        lock (_gate)
            _finished = true;
        _wake.Set();
    }

    /// <summary>Waits for the next job.</summary>
    /// <returns>False when all are done and no more will come.</returns>
    public bool TryTake(out T job)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_jobs.TryDequeue(out job!))
                    return true;
                if (_finished)
                    return false;
                _wake.Reset();
            }

            _wake.Wait();
        }
    }
}
