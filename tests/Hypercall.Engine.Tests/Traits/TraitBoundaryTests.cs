using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Tests.State;

namespace Hypercall.Engine.Tests.Traits;

/// <summary>
/// The boundary between engine and runtime, wired as the seed describes: written, then applied, then emitted and
/// published; a validator that gets only the published commands ends with the same hashes.
/// </summary>
public sealed class TraitBoundaryTests
{
    private readonly ExchangeEngine _engine = new();
    private readonly InMemoryJournalWriter _journal = new();
    private readonly InMemoryEventSink _events = new();
    private readonly InMemoryCommandPublisher _commands = new();

    [Fact]
    public void A_validator_of_the_published_commands_gets_every_hash()
    {
        foreach (EngineCommand command in Commands())
            Run(command);

        var validator = new ExchangeEngine();
        for (int i = 0; i < _commands.Published.Count; i++)
        {
            (byte type, byte[] bytes) = _commands.Published[i];
            Assert.True(EnvelopeCodec.TryDecode(bytes, null, out CommandEnvelope envelope, out string? error), error);
            Assert.Equal(type, (byte)envelope.Command.Type);
            Assert.Equal(bytes, _journal.Records[i]);
            ApplyOutput output = validator.Apply(envelope, bytes);
            Assert.Equal(_events.Emitted[i], (output.Sequence, output.Events.Count, output.Hash));
        }

        Assert.Equal(Commands().Length, _events.Emitted.Count);
        Assert.Contains(_events.Emitted, emitted => emitted.Events > 0);
    }

    [Fact]
    public void State_does_not_advance_on_a_failed_write()
    {
        Run(Commands()[0]);
        Hash256 before = _engine.Hash;
        _journal.Fails = true;
        Assert.Throws<IOException>(() => Run(Commands()[1]));
        Assert.Equal(before, _engine.Hash);
        Assert.Equal(1, _engine.Sequence);
        Assert.Single(_events.Emitted);
        Assert.Single(_commands.Published);
    }

    private static EngineCommand[] Commands() =>
    [
        new MarketAction(MarketActionKind.Create, RichEngine.Call),
        new PriceUpdate([new IndexPrice("BTC", Price.FromUsdc(50_000))]),
        new DepositUpdate(RichEngine.Maker, Cash.FromUsdc(1_000), "chain", 1),
        RichEngine.Order(RichEngine.Maker, Side.Sell, 100, 2),
        RichEngine.Order(RichEngine.Taker, Side.Buy, 100, 1),
    ];

    private void Run(EngineCommand command)
    {
        var envelope = CommandEnvelope.Trusted(_engine.Sequence + 1, RichEngine.StartMs, command);
        byte[] bytes = EnvelopeCodec.Encode(envelope);
        _journal.Write(_journal.Records.Count + 1, bytes);
        ApplyOutput output = _engine.Apply(envelope, bytes);
        _events.Emit(output);
        _commands.Publish((byte)command.Type, bytes);
    }
}
