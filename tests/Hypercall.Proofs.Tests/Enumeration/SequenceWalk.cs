using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Proofs.Tests.Branching;
using Hypercall.Proofs.Tests.Laws;

namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>
/// Applies every sequence of commands of given lengths, each level's command from that level's alphabet, as a walk over
/// the tree of their beginnings: a node is one Apply and one way back. After each command all laws are asked. The way
/// back is tested too, and the whole state's invariants on many inner nodes.
/// </summary>
internal sealed class SequenceWalk(ExchangeEngine engine, IReadOnlyList<IReadOnlyList<Move>> levels)
{
    /// <summary>One in so many nodes has its ways back compared byte by byte.</summary>
    private const int ComparedNodes = 500;

    /// <summary>One in so many states has all its invariants checked.</summary>
    private const int CheckedStates = 4;

    private readonly VenueLaws _laws = new(engine);
    private readonly StateKeys _keys = new();
    private readonly Dictionary<(UInt128 State, int Level), bool> _seen = [];
    private readonly EngineMemento[] _mementos = [.. levels.Select(_ => new EngineMemento())];
    private readonly Move[] _path = new Move[levels.Count];
    private int _depth;
    private int _nodes;
    private long _executed;
    private long _accepted;

    /// <exception cref="BrokenLawException">A law does not hold after some sequence, which it names.</exception>
    public Bound Run()
    {
        _laws.Begin(levels.Count);
        try
        {
            Walk(0);
        }
        catch (Exception exception) when (exception is not BrokenLawException)
        {
            throw new BrokenLawException($"{exception.GetType().Name}: {exception.Message} after {Path()}", exception);
        }

        double covered = 0;
        double product = 1;
        foreach (IReadOnlyList<Move> moves in levels)
            covered += product *= moves.Count;
        return new Bound(_executed, covered, _seen.Count, _accepted, _laws.Fills);
    }

    private void Walk(int level)
    {
        EngineMemento memento = _mementos[level];
        memento.Keep(engine);
        _laws.Enter(level);
        byte[]? before = _nodes++ % ComparedNodes == 0 ? engine.Snapshot() : null;
        foreach (Move move in levels[level])
        {
            (_path[level], _depth) = (move, level);
            Execute(move, level);
            if (level + 1 < levels.Count && IsNew(level + 1))
            {
                if (_seen.Count % CheckedStates == 0)
                    engine.CheckInvariants();
                Walk(level + 1);
            }

            memento.PutBack();
            if (before is not null)
                Assert.Equal(before, engine.Snapshot());
        }
    }

    private void Execute(Move move, int level)
    {
        EngineCommand command = move.Make(engine.State);
        long now = engine.TimestampMs + move.StepMs;
        ApplyOutput output = engine.Apply(CommandEnvelope.Trusted(engine.Sequence + 1, now, command));
        _executed++;
        _accepted += output.Rejection.IsRejected ? 0 : 1;
        if (_laws.FindBroken(level, command, move.StepMs, output) is { } broken)
            throw new BrokenLawException($"{broken} after {Path()}: {output.Rejection.Code}");
    }

    private bool IsNew(int level) => _seen.TryAdd((_keys.Of(engine.State, _laws.Bases(level)), level), true);

    private string Path() => string.Join("; ", _path.Take(_depth + 1).Select(move => move.Name));
}
