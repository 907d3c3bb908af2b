namespace Hypercall.Engine.State;

/// <summary>
/// Protection states by (wallet, underlying), numbered in the order of their first configuration. They change here
/// alone, and each change is recorded at once.
/// </summary>
internal sealed class MmpTable(ChangeLog changes)
{
    private readonly LongMap _numbers = new();
    private readonly List<MmpState> _states = [];

    public int Count => _states.Count;

    public MmpState this[int number] => _states[number];

    /// <summary>The state, or null when the wallet never configured protection on the underlying.</summary>
    public MmpState? Find(int wallet, int underlying)
    {
        int number = _numbers.Find(Key(wallet, underlying));
        return number < 0 ? null : _states[number];
    }

    /// <summary>Configures protection; what is switched off starts anew.</summary>
    public void Configure(int wallet, int underlying, MmpConfigUpdate command)
    {
        MmpState mmp = GetOrAdd(wallet, underlying);
        mmp.Configure(command);
        if (!mmp.Enabled)
            mmp.Reset();
        Record(mmp);
    }

    /// <summary>Clears the window and ends the freeze.</summary>
    public void Reset(MmpState mmp, long configNonce)
    {
        mmp.ConfigNonce = configNonce;
        mmp.Reset();
        Record(mmp);
    }

    /// <summary>Counts a fill in the window, or has it freeze what is protected.</summary>
    public void CountFill(MmpState mmp, in MmpFillRecord fill, RuleSet rules, bool freezes)
    {
        mmp.Prune(fill.TimestampMs, rules.Mmp.Window);
        mmp.Record(fill, rules.MaxMmpRecords, rules.Mmp.Window);
        if (freezes)
            mmp.Freeze(fill.TimestampMs);
        Record(mmp);
    }

    /// <summary>The state, added if it is not there.</summary>
    public MmpState GetOrAdd(int wallet, int underlying)
    {
        if (Find(wallet, underlying) is { } known)
            return known;
        var state = new MmpState(wallet, underlying);
        _numbers.Add(Key(wallet, underlying), _states.Count);
        _states.Add(state);
        return state;
    }

    private void Record(MmpState mmp)
    {
        if (!changes.TryBegin(ChangeKind.Mmp, out CanonicalOutput output))
            return;
        EntryShapes.WalkKey(ref output, mmp.Wallet, mmp.Underlying);
        EntryShapes.Walk(ref output, mmp);
        EntryShapes.Number(ref output, "fills", mmp.FillCount);
        EntryShapes.Walk(ref output, mmp.Totals);
    }

    private static long Key(int wallet, int underlying) => ((long)wallet << 32) | (uint)(underlying + 1);
}
