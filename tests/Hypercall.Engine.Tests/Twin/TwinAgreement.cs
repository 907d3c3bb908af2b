using System.Text;
using Hypercall.Engine.Commands;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Feeds one stream to the engine and to the twin and stops at the first difference.</summary>
internal sealed class TwinAgreement
{
    private const int StateEvery = 250;
    private const int LiquidationStateEvery = 8;
    private const int FailsEvery = 37;
    private const int StateOftenEvery = 10;
    private const int InvariantsEvery = 50;
    private const int FullyCheckedStreams = 40;
    private const int Shown = 12;

    private readonly int _seed;
    private readonly NaiveEngine _twin;
    private readonly Func<CommandEnvelope> _next;
    private readonly Queue<CommandEnvelope> _last = new();
    private ExchangeEngine _engine = new();

    private TwinAgreement(int seed, NaiveEngine twin, Func<CommandEnvelope> next)
    {
        _seed = seed;
        _twin = twin;
        _next = next;
    }

    /// <summary>Runs the streams of consecutive seeds; those with margin on are half as long, for they price a lot.</summary>
    /// <returns>What they reached.</returns>
    public static Coverage Run(int firstSeed, int streams, int commands)
    {
        var coverage = new Coverage();
        for (int seed = firstSeed; seed < firstSeed + streams; seed++)
        {
            var twin = new NaiveEngine();
            var stream = new CommandStream(seed, twin.State);
            new TwinAgreement(seed, twin, stream.Next).Run(stream.HasMargin ? commands / 2 : commands, coverage);
        }

        return coverage;
    }

    /// <summary>
    /// Runs a stream made to end in liquidation. From time to time the engine fails and one restored from its snapshot
    /// takes its place.
    /// </summary>
    /// <returns>What the stream reached.</returns>
    public static HashSet<string> RunLiquidation(int seed, int commands)
    {
        var twin = new NaiveEngine();
        var agreement = new TwinAgreement(seed, twin, new LiquidationStream(seed, twin.State).Next);
        HashSet<string> reached = [];
        for (int i = 0; i < commands; i++)
        {
            NaiveOutput output = agreement.Run(i, isStateCompared: i % LiquidationStateEvery == 0 || i == commands - 1);
            reached.UnionWith(output.Reached);
            if (i % FailsEvery == seed % FailsEvery)
                agreement.Fail(i);
            if (i % InvariantsEvery == 0)
                agreement.Guard(i, agreement._engine.CheckInvariants);
        }

        return reached;
    }

    /// <summary>Runs given commands, all of which are accepted.</summary>
    /// <returns>What they reached.</returns>
    public static HashSet<string> RunCommands(IReadOnlyList<(long AtMs, EngineCommand Command)> commands)
    {
        var twin = new NaiveEngine();
        int next = 0;
        var agreement = new TwinAgreement(seed: 0, twin, () => CommandEnvelope.Trusted(
            next + 1, commands[next].AtMs, commands[next++].Command));
        HashSet<string> reached = [];
        for (int i = 0; i < commands.Count; i++)
        {
            NaiveOutput output = agreement.Run(i, isStateCompared: true);
            Assert.True(output.Reject is null, agreement.Where(i, "is rejected"));
            reached.UnionWith(output.Reached);
        }

        agreement.Guard(commands.Count, agreement._engine.CheckInvariants);
        return reached;
    }

    private void Run(int commands, Coverage coverage)
    {
        bool always = _seed % FullyCheckedStreams == 0;
        int stateEvery = always ? StateOftenEvery : StateEvery;
        for (int i = 0; i < commands; i++)
        {
            NaiveOutput expected = Run(i, isStateCompared: i % stateEvery == 0 || i == commands - 1);
            if (always || i % InvariantsEvery == 0)
                Guard(i, _engine.CheckInvariants);
            coverage.Add(_last.Last(), expected, _twin.State);
        }
    }

    private NaiveOutput Run(int index, bool isStateCompared)
    {
        CommandEnvelope envelope = _next();
        _last.Enqueue(envelope);
        if (_last.Count > Shown)
            _last.Dequeue();
        NaiveOutput expected = _twin.Apply(envelope);
        Step(index, OutputText.Of(expected), envelope);
        if (isStateCompared)
            Compare(index, "state", StateText.Of(_twin.State), StateText.Of(_engine.View()));
        return expected;
    }

    private void Fail(int index)
    {
        byte[] snapshot = _engine.Snapshot();
        ExchangeEngine? restored = ExchangeEngine.Restore(snapshot, null, out string? error);
        Assert.True(restored is not null, Where(index, $"cannot be restored: {error}"));
        Assert.Equal(snapshot, restored.Snapshot());
        _engine = restored;
    }

    private void Step(int index, string expected, CommandEnvelope envelope)
    {
        string actual = "";
        Guard(index, () => actual = OutputText.Of(_engine.Apply(envelope)));
        Compare(index, "output", expected, actual);
        Compare(index, "next deadline", $"{_twin.NextDeadlineMs}", $"{_engine.NextDeadlineMs}");
    }

    private void Guard(int index, Action action)
    {
        try
        {
            action();
        }
        catch (Exception thrown)
        {
            throw new InvalidOperationException(Where(index, thrown.ToString()), thrown);
        }
    }

    private void Compare(int index, string what, string expected, string actual)
    {
        if (expected != actual)
            Assert.Fail(Where(index, $"{what} differs\ntwin:\n{expected}\nengine:\n{actual}"));
    }

    private string Where(int index, string what)
    {
        var text = new StringBuilder();
        text.Append($"seed {_seed}, command {index}: {what}\nrules: {CommandText.Of(new SetRules(_twin.State.Rules))}\nlast commands:\n");
        foreach (CommandEnvelope envelope in _last)
            text.Append(CommandText.Of(envelope)).Append('\n');
        return text.ToString();
    }
}
