namespace Hypercall.Gateway.Limits;

/// <summary>A turn at what only so many may do at a time; it ends when it is disposed of.</summary>
internal readonly struct Turn(SemaphoreSlim gate) : IDisposable
{
    /// <summary>Waits for one.</summary>
    public static async ValueTask<Turn> AtAsync(SemaphoreSlim gate, CancellationToken cancellation = default)
    {
        await gate.WaitAsync(cancellation);
        return new Turn(gate);
    }

    public void Dispose() => gate.Release();
}
