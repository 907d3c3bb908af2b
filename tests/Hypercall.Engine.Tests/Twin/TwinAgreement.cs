using System.Text;
using Hypercall.Engine.Commands;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Feeds one stream to the engine and to the twin and stops at the first difference.</summary>
internal sealed class TwinAgreement
{
    private const int StateEvery = 250;
    private const int StateOftenEvery = 10;
    private const int InvariantsEvery = 50;
    private const int FullyCheckedStreams = 40;
    private const int Shown = 12;

    private readonly int _seed;
    private readonly NaiveEngine _twin = new();
    private readonly ExchangeEngine _engine = new();
    private readonly CommandStream _stream;
    private readonly Queue<CommandEnvelope> _last = new();

    private TwinAgreement(int seed)
    {
        _seed = seed;
        _stream = new CommandStream(seed, _twin.State);
    }

    /// <summary>Runs the streams of consecutive seeds; those with margin on are half as long, for they price a lot.</summary>
    /// <returns>What they reached.</returns>
    public static Coverage Run(int firstSeed, int streams, int commands)
    {
        var coverage = new Coverage();
        for (int seed = firstSeed; seed < firstSeed + streams; seed++)
        {
            var agreement = new TwinAgreement(seed);
            agreement.Run(agreement._stream.HasMargin ? commands / 2 : commands, coverage);
        }

        return coverage;
    }

    private void Run(int commands, Coverage coverage)
    {
        bool always = _seed % FullyCheckedStreams == 0;
        int stateEvery = always ? StateOftenEvery : StateEvery;
        for (int i = 0; i < commands; i++)
        {
            CommandEnvelope envelope = _stream.Next();
            _last.Enqueue(envelope);
            if (_last.Count > Shown)
                _last.Dequeue();
            NaiveOutput expected = _twin.Apply(envelope);
            Step(i, OutputText.Of(expected), envelope);
            if (always || i % InvariantsEvery == 0)
                Guard(i, _engine.CheckInvariants);
            if (i % stateEvery == 0 || i == commands - 1)
                Compare(i, "state", StateText.Of(_twin.State), StateText.Of(_engine.View()));
            coverage.Add(envelope, expected, _twin.State);
        }
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
