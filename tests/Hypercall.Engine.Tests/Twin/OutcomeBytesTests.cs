using System.Collections.Immutable;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// The outcome cache at its limit of bytes, which random streams are too short to fill: refused bulks and refusals with
/// long names until the oldest go, and requests from both sides of that edge once more.
/// </summary>
public sealed class OutcomeBytesTests
{
    private const int Commands = 7_000;

    private readonly SeededRandom _random = new(91);
    private readonly NaiveEngine _twin = new();
    private readonly ExchangeEngine _engine = new();
    private readonly List<CommandEnvelope> _sent = [];

    [Fact]
    public void What_goes_when_the_bytes_are_full_is_what_the_twin_drops()
    {
        RuleSet rules = RuleSet.Default with { Version = 2, OutcomeCacheBytes = RuleLimits.MinOutcomeCacheBytes };
        Send(CommandEnvelope.Trusted(1, 1, new SetRules(rules)));
        var coverage = new Coverage();
        for (int i = 0; i < Commands; i++)
        {
            CommandEnvelope envelope = _random.PerMille(30) && _sent.Count > 0 ? Again() : Fresh(i);
            coverage.Add(envelope, Send(envelope), _twin.State);
        }

        string[] wanted =
        [
            "outcomes dropped for their bytes", "duplicate rejected", "duplicate accepted", "code OutcomeForgotten",
        ];
        Assert.All(wanted, w => Assert.True(coverage.Has(w), w));
    }

    private CommandEnvelope Fresh(int number)
    {
        EngineCommand command = _random.Below(3) switch
        {
            0 => new SetRules(null, new string('m', (int)_random.Between(150, 250))),
            1 => new MarketAction(MarketActionKind.Halt, $"BTC-20300101-{_random.Between(1, 99_999)}-C"),
            _ => new BulkOrders(CommandStream.Wallets[0], Actions((int)_random.Between(30, 50))),
        };
        var envelope = new CommandEnvelope(
            _twin.State.Sequence + 1, Now(), new RequestId((UInt128)(number + 1)), null, null, null, command);
        _sent.Add(envelope);
        return envelope;
    }

    private static ImmutableArray<BulkAction> Actions(int count) =>
        [.. Enumerable.Repeat<BulkAction>(new BulkCancel(OrderReference.ById(7)), count)];

    /// <summary>A request around the oldest that is remembered, by its first time or without one.</summary>
    private CommandEnvelope Again()
    {
        int forgotten = _sent.Count - _twin.State.Remembered.Count;
        int index = (int)Math.Clamp(forgotten + _random.Between(-3, 3), 0, _sent.Count - 1);
        CommandEnvelope first = _sent[index];
        return first with
        {
            Sequence = _twin.State.Sequence + 1,
            TimestampMs = Now(),
            FirstSentMs = first.TimestampMs,
        };
    }

    private long Now() => _twin.State.Now + 1;

    private NaiveOutput Send(CommandEnvelope envelope)
    {
        NaiveOutput expected = _twin.Apply(envelope);
        Assert.Equal(OutputText.Of(expected), OutputText.Of(_engine.Apply(envelope)));
        return expected;
    }
}
