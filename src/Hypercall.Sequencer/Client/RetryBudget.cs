namespace Hypercall.Sequencer.Client;

/// <summary>
/// What a client may spend on trying again at an engine that is busy: a reserve, of which each such try takes one and
/// into which each executed request puts back a fifth. However many requests wait, an overloaded engine is asked again
/// a fifth as often as it answers at most, once the reserve is spent. Other tries are bounded by their waits: after
/// silence a whole one has passed, and an engine that has the request knows it again. Safe for use from several
/// threads.
/// </summary>
public sealed class RetryBudget
{
    private const long Try = 5;
    private const long Earned = 1;
    private readonly long _full;
    private long _left;

    /// <summary>A full budget.</summary>
    /// <param name="reserve">Tries that it holds, from 0.</param>
    public RetryBudget(int reserve)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reserve);
        _full = reserve * Try;
        _left = _full;
    }

    /// <summary>Takes one try; false where none is left.</summary>
    public bool TrySpend()
    {
        if (Interlocked.Add(ref _left, -Try) >= 0)
            return true;
        Interlocked.Add(ref _left, Try);
        return false;
    }

    /// <summary>A request was executed.</summary>
    public void Earn()
    {
        if (Interlocked.Add(ref _left, Earned) > _full)
            Interlocked.Add(ref _left, -Earned);
    }
}
