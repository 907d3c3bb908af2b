namespace Hypercall.Engine.State;

/// <summary>
/// When the next step of each wallet's liquidation is due, earliest first, ties by address (risk.md §B1). Derived from
/// the wallets. A heap with ties by number would not do: of those due at one instant a command takes only a few, and
/// which ones must not depend on when a wallet was first seen.
/// </summary>
internal sealed class StepSchedule
{
    private readonly SortedSet<Step> _steps = [];
    private readonly Dictionary<int, long> _dueByNumber = [];

    private readonly record struct Step(long DueMs, WalletAddress Address, WalletAccount Wallet) : IComparable<Step>
    {
        public int CompareTo(Step other)
        {
            int byTime = DueMs.CompareTo(other.DueMs);
            return byTime != 0 ? byTime : Address.CompareTo(other.Address);
        }
    }

    /// <summary>Number of wallets with a step to come.</summary>
    public int Count => _steps.Count;

    /// <summary>The earliest instant; the greatest number when there is none.</summary>
    public long EarliestMs { get; private set; } = long.MaxValue;

    /// <summary>When a wallet's next step is due, or null.</summary>
    public long? DueMs(WalletAccount wallet) => _dueByNumber.TryGetValue(wallet.Number, out long due) ? due : null;

    /// <summary>Adds a wallet's next step or moves it to another instant.</summary>
    public void Set(WalletAccount wallet, long dueMs)
    {
        Remove(wallet);
        _steps.Add(new Step(dueMs, wallet.Address, wallet));
        _dueByNumber.Add(wallet.Number, dueMs);
        EarliestMs = Math.Min(EarliestMs, dueMs);
    }

    /// <summary>Removes a wallet's next step if there is one.</summary>
    public void Remove(WalletAccount wallet)
    {
        if (!_dueByNumber.Remove(wallet.Number, out long dueMs))
            return;
        _steps.Remove(new Step(dueMs, wallet.Address, wallet));
        EarliestMs = _steps.Count == 0 ? long.MaxValue : _steps.Min.DueMs;
    }

    /// <summary>Replaces the content of a list by the first wallets that are due, which stay in the schedule.</summary>
    public void CopyDue(long nowMs, int limit, List<WalletAccount> target)
    {
        target.Clear();
        foreach (Step step in _steps)
        {
            if (step.DueMs > nowMs || target.Count == limit)
                return;
            target.Add(step.Wallet);
        }
    }
}
