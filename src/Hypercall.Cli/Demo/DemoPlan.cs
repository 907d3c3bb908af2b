using System.Text;
using Hypercall.Cli.Replay;
using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Demo;

/// <summary>What a demonstration sends: the same plan gives the same commands in every process.</summary>
internal readonly record struct DemoPlan(ulong Seed, int Commands)
{
    /// <summary>The plan's commands as a replay's input.</summary>
    public ReplayInput ToInput()
    {
        string name = $"demo seed {Seed}, {Commands} commands";
        return new ReplayInput(
            new DemoMarket(Seed, Commands), new JournalOrigin(name, Hash256.Compute(Encoding.UTF8.GetBytes(name))));
    }
}
