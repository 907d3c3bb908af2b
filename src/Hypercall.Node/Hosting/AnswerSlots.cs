namespace Hypercall.Node.Hosting;

/// <summary>
/// Who gets the answer to which of the sequencer's tokens: a table with a free list, used by the engine's thread only.
/// Nothing is allocated once it has grown to the queue's depth.
/// </summary>
internal sealed class AnswerSlots
{
    private Slot[] _slots = new Slot[1024];
    private int _used;
    private int _firstFree = -1;

    /// <summary>Where an answer goes: to a submission's sink under its own token, or to a read.</summary>
    public readonly record struct Target(ISubmissionSink? Sink, NodeRead? Read, long Token);

    /// <summary>Keeps a target.</summary>
    /// <returns>The token for the sequencer.</returns>
    public long Add(in Target target)
    {
        int index = _firstFree;
        if (index >= 0)
            _firstFree = _slots[index].NextFree;
        else
            index = Grow();
        _slots[index] = new Slot(target, -1);
        return index;
    }

    /// <summary>Gives the target back and frees its token.</summary>
    public Target Remove(long token)
    {
        int index = (int)token;
        Target target = _slots[index].Target;
        if (target.Sink is null && target.Read is null)
            throw new InvalidOperationException($"token {token} was answered twice");
        _slots[index] = new Slot(default, _firstFree);
        _firstFree = index;
        return target;
    }

    /// <summary>Removes whatever is left, for a node that ends in the middle of something.</summary>
    public IEnumerable<Target> RemoveAll()
    {
        for (int index = 0; index < _used; index++)
        {
            if (_slots[index].Target is { Sink: null, Read: null })
                continue;
            yield return Remove(index);
        }
    }

    private int Grow()
    {
        if (_used == _slots.Length)
            Array.Resize(ref _slots, _slots.Length * 2);
        return _used++;
    }

    private readonly record struct Slot(Target Target, int NextFree);
}
