using System.Diagnostics;

namespace Hypercall.Actors.Engine;

/// <summary>
/// Who gets the answer to which of the sequencer's tokens, of one engine actor. Nothing is allocated once it has grown
/// to the queue's depth.
/// </summary>
internal sealed class PendingAnswers
{
    /// <summary>By token; one that is free has no sender.</summary>
    private readonly List<Target> _targets = new(1024);
    private readonly Stack<int> _free = new();

    /// <summary>Where an answer goes.</summary>
    /// <param name="Sender">Who asked.</param>
    /// <param name="Token">The asker's own token.</param>
    /// <param name="Kind">What was asked.</param>
    /// <param name="Trace">The activity that ends with the answer; null: none.</param>
    public readonly record struct Target(IActorRef Sender, long Token, RequestKind Kind, Activity? Trace = null);

    /// <summary>Keeps a target.</summary>
    /// <returns>The token for the sequencer.</returns>
    public long Add(in Target target)
    {
        if (_free.TryPop(out int index))
        {
            _targets[index] = target;
            return index;
        }

        _targets.Add(target);
        return _targets.Count - 1;
    }

    /// <summary>Gives the target back and frees its token.</summary>
    public Target Remove(long token)
    {
        int index = checked((int)token);
        Target target = _targets[index];
        if (target.Sender is null)
            throw new InvalidOperationException($"token {token} was answered twice");
        _targets[index] = default;
        _free.Push(index);
        return target;
    }

    /// <summary>Removes whatever is left, for an actor that ends in the middle of something.</summary>
    public IReadOnlyList<Target> RemoveAll()
    {
        Target[] rest = [.. _targets.Where(target => target.Sender is not null)];
        _targets.Clear();
        _free.Clear();
        return rest;
    }
}
