using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.State;

/// <summary>Snapshot and restore (engine.md §13) and bytes that are no snapshot.</summary>
public sealed class SnapshotTests
{
    private const int Seed = 20_261_122;

    [Fact]
    public void A_restored_engine_is_the_same_and_goes_on_with_equal_hashes()
    {
        var live = new RichEngine();
        byte[] bytes = live.Engine.Snapshot();
        ExchangeEngine? restored = ExchangeEngine.Restore(bytes, null, out string? error);
        Assert.Null(error);
        Assert.Equal(bytes, restored!.Snapshot());
        Assert.Equal(live.Engine.NextDeadlineMs, restored.NextDeadlineMs);

        EngineCommand[] further =
        [
            RichEngine.Order(RichEngine.Taker, Side.Buy, 103, 5),
            new CancelAll(RichEngine.Maker),
            new CancelAllAfter(RichEngine.Taker, 10),
            new Tick(),
            new DepositUpdate(RichEngine.Debtor, Cash.FromUsdc(5_000), "chain", 7),
            new OptionDepositUpdate(RichEngine.Taker, RichEngine.Call, new Quantity(100_000), "chain", 8),
            new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(40_000)), new IndexPrice("ETH", Price.FromUsdc(2_500))]),
            new TickExpiry([new SettlementPrice("ETH", 20300330, Price.FromUsdc(2_400))]),
            new Tick(),
        ];
        foreach (EngineCommand command in further)
        {
            var envelope = CommandEnvelope.Trusted(restored.Sequence + 1, RichEngine.StartMs + 2_000_000, command);
            Assert.Equal(live.Engine.Apply(envelope).Hash, restored.Apply(envelope).Hash);
        }

        Assert.Equal(live.Engine.Snapshot(), restored.Snapshot());
    }

    [Fact]
    public void A_restored_engine_answers_a_repetition_as_of_its_own_place()
    {
        var live = new ExchangeEngine();
        var envelope = new CommandEnvelope(
            1, RichEngine.StartMs, new RequestId(1), null, null, null, new CancelAllAfter(RichEngine.Maker, 10));
        Assert.True(live.Apply(envelope).Accepted);
        live.Apply(CommandEnvelope.Trusted(2, RichEngine.StartMs + 5, new Tick()));

        Events.ApplyOutput output = ExchangeEngine.Restore(live.Snapshot(), null, out _)!.Recall(envelope)!;

        Assert.Equal(
            (new RequestId(1), 2L, RichEngine.StartMs + 5, live.Hash, true),
            (output.RequestId, output.Sequence, output.TimestampMs, output.Hash, output.Duplicate));
    }

    /// <summary>
    /// The engine remembers for its own use that a wallet once held something on an underlying; a snapshot does not.
    /// </summary>
    [Fact]
    public void Taking_away_what_is_not_held_gives_equal_hashes_whatever_was_held_before()
    {
        var (live, sequence) = (new ExchangeEngine(), 0L);
        ExchangeEngine? restored = null;
        foreach (long units in new[] { 100_000, 0, 0 })
        {
            var update = new HypercorePositionUpdate(
                RichEngine.Taker, "ETH-PERP", new Quantity(units), Price.FromUsdc(100));
            var envelope = CommandEnvelope.Trusted(++sequence, RichEngine.StartMs, update);
            Assert.True(live.Apply(envelope).Accepted);
            Hash256 hash = restored is null ? live.Hash : restored.Apply(envelope).Hash;
            Assert.Equal(live.Hash, hash);
            restored = ExchangeEngine.Restore(live.Snapshot(), null, out string? error);
            Assert.Null(error);
        }
    }

    [Fact]
    public void Digests_of_a_snapshot_are_those_of_the_engine()
    {
        ExchangeEngine engine = new RichEngine().Engine;
        EngineStateDigest? digest = ExchangeEngine.DigestSnapshot(engine.Snapshot());
        Assert.Equal(engine.ComputeDigest().Components, digest!.Components);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_snapshot_of_another_version_is_refused_by_it(int offset)
    {
        byte[] snapshot = new RichEngine().Engine.Snapshot();
        snapshot[0] = (byte)(SnapshotFormat.Version + offset);
        Assert.Null(ExchangeEngine.Restore(snapshot, null, out string? error));
        Assert.Equal($"snapshot version {snapshot[0]} is not known, expected {SnapshotFormat.Version}", error);
        Assert.Null(ExchangeEngine.DigestSnapshot(snapshot));
    }

    [Fact]
    public void Damaged_snapshots_are_refused_without_an_exception()
    {
        byte[] bytes = new RichEngine().Engine.Snapshot();
        var random = new Random(Seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = Damage(bytes, random);
            ExchangeEngine? engine = ExchangeEngine.Restore(damaged, null, out string? error);
            Assert.True(engine is null != (error is null), $"seed {Seed}, input {i}");
            refused += engine is null ? 1 : 0;
        }

        Assert.True(refused > 5_000, $"only {refused} of 20,000 damaged snapshots were refused");
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        byte[] copy = random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : [.. bytes];
        for (int i = random.Next(1, 4); i > 0 && copy.Length > 0; i--)
            copy[random.Next(copy.Length)] ^= (byte)random.Next(1, 256);
        return copy;
    }
}
