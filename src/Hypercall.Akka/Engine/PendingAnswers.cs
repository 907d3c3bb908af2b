using System.Diagnostics;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Who gets the answer to which of the sequencer's tokens: a table with a free list, of one engine actor. Nothing is
/// allocated once it has grown to the queue's depth.
/// </summary>
internal sealed class PendingAnswers
{
    private Slot[] _slots = new Slot[1024];
    private int _used;
    private int _firstFree = -1;

    /// <summary>Where an answer goes.</summary>
    /// <param name="Sender">Who asked.</param>
    /// <param name="Token">The asker's own token.</param>
    /// <param name="Kind">What was asked.</param>
    /// <param name="Trace">The activity that ends with the answer; null: none.</param>
    public readonly record struct Target(IActorRef Sender, long Token, RequestKind Kind, Activity? Trace = null);

    private readonly record struct Slot(Target Target, int NextFree);

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
        int index = checked((int)token);
        Target target = _slots[index].Target;
        if (target.Sender is null)
            throw new InvalidOperationException($"token {token} was answered twice");
        _slots[index] = new Slot(default, _firstFree);
        _firstFree = index;
        return target;
    }

    /// <summary>Removes whatever is left, for an actor that ends in the middle of something.</summary>
    public IReadOnlyList<Target> RemoveAll()
    {
        var rest = new List<Target>();
        for (int index = 0; index < _used; index++)
        {
            if (_slots[index].Target.Sender is not null)
                rest.Add(Remove(index));
        }

        return rest;
    }

    private int Grow()
    {
        if (_used == _slots.Length)
            Array.Resize(ref _slots, _slots.Length * 2);
        return _used++;
    }
}
