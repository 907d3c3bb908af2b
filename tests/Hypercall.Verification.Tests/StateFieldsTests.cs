using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Testing.Twin;

namespace Hypercall.Verification.Tests;

/// <summary>
/// Whatever part of the state differs, an entry and a field of it are named: engines that took the same random commands
/// but for one are compared component by component.
/// </summary>
public sealed class StateFieldsTests
{
    private const int Seeds = 12;
    private const int Commands = 400;
    private const int ComparedEvery = 3;

    [Fact]
    public void Every_difference_of_a_component_has_a_field()
    {
        var reached = new SortedSet<string>(StringComparer.Ordinal);
        string[] all = [.. new ExchangeEngine().ComputeDigest().Components.Select(component => component.Key)];
        for (int seed = 1; seed <= Seeds; seed++)
        {
            List<CommandEnvelope> commands = RecordedStream.Make(seed, Commands);
            foreach (int left in Enumerable.Range(1, Commands / ComparedEvery - 1))
                Compare(seed, commands, left * ComparedEvery, reached);
        }

        Assert.Equal(all.Order(StringComparer.Ordinal), reached);
    }

    [Fact]
    public void A_restored_engine_has_the_fields_of_the_one_it_comes_from()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var engine = new ExchangeEngine();
            foreach (CommandEnvelope command in RecordedStream.Make(seed, Commands))
                engine.Apply(command);
            ExchangeEngine restored = ExchangeEngine.Restore(engine.Snapshot(), null, out _)!;
            foreach ((string component, _) in engine.ComputeDigest().Components)
                Assert.Null(StateDifference.InComponent(component, engine, restored));
        }
    }

    /// <summary>One command less on one side, then none or a few more on both.</summary>
    private static void Compare(int seed, List<CommandEnvelope> commands, int leftOut, SortedSet<string> reached)
    {
        int after = leftOut % 4;
        var left = new ExchangeEngine();
        var right = new ExchangeEngine();
        for (int index = 0; index < Math.Min(commands.Count, leftOut + 1 + after); index++)
        {
            left.Apply(commands[index]);
            bool isLeftOut = index == leftOut;
            right.Apply(isLeftOut ? commands[index] with { Command = new Tick(), RequestId = null } : commands[index]);
        }

        IReadOnlyList<KeyValuePair<string, Hash256>> rightDigests = right.ComputeDigest().Components;
        foreach ((string component, Hash256 digest) in left.ComputeDigest().Components)
        {
            if (rightDigests.Single(other => other.Key == component).Value == digest)
                continue;
            StateDifference? difference = StateDifference.InComponent(component, left, right);
            Assert.True(difference is not null, $"seed {seed}, command {leftOut}: nothing is known of {component}");
            Assert.NotEqual(difference.Left, difference.Right);
            reached.Add(component);
        }
    }
}
