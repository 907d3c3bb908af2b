using Hypercall.Engine.Domain.Collections;

namespace Hypercall.Engine.State;

/// <summary>Protection states by (wallet, underlying), numbered in the order of their first configuration.</summary>
internal sealed class MmpTable
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

    /// <summary>Adds a state that is not there.</summary>
    public MmpState Add(int wallet, int underlying)
    {
        var state = new MmpState(wallet, underlying);
        _numbers.Add(Key(wallet, underlying), _states.Count);
        _states.Add(state);
        return state;
    }

    private static long Key(int wallet, int underlying) => ((long)wallet << 32) | (uint)(underlying + 1);
}
