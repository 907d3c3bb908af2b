using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Sequencer.Tests.Recovery;

/// <summary>How long a replay remembers the hashes that records and other nodes speak of.</summary>
public sealed class CrossCheckTests
{
    /// <summary>As many boundaries as are kept at least.</summary>
    private const int Kept = 4_096;

    [Fact]
    public void The_last_boundaries_are_kept_and_those_long_before_them_forgotten()
    {
        (var engine, var check) = (new ExchangeEngine(), new CrossCheck());
        check.Begin(engine);
        for (int i = 1; i < 2 * Kept; i++)
            Pass(engine, check);
        Assert.NotNull(check.HashAfter(0));

        Pass(engine, check);

        Assert.Null(check.HashAfter(Kept - 1));
        Assert.NotNull(check.HashAfter(Kept));
        Assert.Equal(engine.Hash, check.HashAfter(engine.Sequence));
        Assert.Equal(2 * Kept, check.UnconfirmedRecords);
    }

    private static void Pass(ExchangeEngine engine, CrossCheck check)
    {
        engine.Apply(CommandEnvelope.Trusted(engine.Sequence + 1, 1_750_000_000_000, new Tick()));
        check.Passed(engine, null);
    }
}
