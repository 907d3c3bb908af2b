namespace Hypercall.Engine.State;

/// <summary>
/// A whole state in the canonical encoding, in the parts in which the engine gave it away: what it encoded, and the
/// bytes of remembered outcomes, which nothing changes once they stand there. Whoever has it puts it together on a
/// thread of its own while the engine goes on, once.
/// </summary>
public sealed class StateDraft
{
    private readonly ReadOnlyMemory<byte>[] _parts;
    private Action? _release;

    internal StateDraft(int length, ReadOnlyMemory<byte>[] parts, Action release)
    {
        Length = length;
        _parts = parts;
        _release = release;
    }

    /// <summary>The components of a state, in the order of their sections.</summary>
    public static IReadOnlyList<string> Components => SnapshotFormat.Components;

    /// <summary>Bytes of the state.</summary>
    public int Length { get; }

    /// <summary>Writes the state's bytes and gives the engine its buffers back.</summary>
    /// <param name="target">As long as the state.</param>
    /// <exception cref="InvalidOperationException">They have been moved already.</exception>
    public void MoveTo(Span<byte> target)
    {
        Action release = Interlocked.Exchange(ref _release, null)
            ?? throw new InvalidOperationException("the draft has been moved already");
        foreach (ReadOnlyMemory<byte> part in _parts)
        {
            part.Span.CopyTo(target);
            target = target[part.Length..];
        }

        release();
    }
}
