using Hypercall.Engine.Commands;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Tables;

/// <summary>What a table is run against: the engine, or the twin so that the twin obeys the same tables.</summary>
internal abstract class ScenarioTarget
{
    public static ScenarioTarget Named(string name) => name switch
    {
        "engine" => new EngineTarget(),
        "twin" => new TwinTarget(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "engine or twin"),
    };

    public abstract long NextSequence { get; }

    /// <summary>Applies a command.</summary>
    /// <returns>Outcome and events as canonical text.</returns>
    public abstract string Apply(CommandEnvelope envelope);

    /// <summary>The visible state as canonical text.</summary>
    public abstract string State();

    private sealed class EngineTarget : ScenarioTarget
    {
        private readonly ExchangeEngine _engine = new();

        public override long NextSequence => _engine.Sequence + 1;

        public override string Apply(CommandEnvelope envelope)
        {
            string text = OutputText.Of(_engine.Apply(envelope));
            _engine.CheckInvariants();
            return text;
        }

        public override string State() => StateText.Of(_engine.View());
    }

    private sealed class TwinTarget : ScenarioTarget
    {
        private readonly NaiveEngine _twin = new();

        public override long NextSequence => _twin.State.Sequence + 1;

        public override string Apply(CommandEnvelope envelope) => OutputText.Of(_twin.Apply(envelope));

        public override string State() => StateText.Of(_twin.State);
    }
}
