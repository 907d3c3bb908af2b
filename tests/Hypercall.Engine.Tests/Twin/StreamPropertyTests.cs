using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>What must hold of the engine alone on any stream.</summary>
public sealed class StreamPropertyTests
{
    private const int Commands = 1_500;

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public void Equal_streams_give_equal_hashes_and_each_command_moves_the_hash(int seed)
    {
        var (one, other) = (new ExchangeEngine(), new ExchangeEngine());
        var unhashed = new ExchangeEngine(new EngineOptions(Hashing: false));
        Hash256 last = one.Hash;
        foreach (CommandEnvelope envelope in RecordedStream.Make(seed, Commands))
        {
            string text = OutputText.Of(one.Apply(envelope));
            Assert.Equal(one.Hash, other.Apply(envelope).Hash);
            Assert.Equal(text, OutputText.Of(unhashed.Apply(envelope)));
            Assert.Equal(text.Contains(" OutOfOrder ", StringComparison.Ordinal), one.Hash == last);
            last = one.Hash;
        }

        Assert.Equal(one.Snapshot(), other.Snapshot());
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(26)]
    public void A_decoded_envelope_does_what_the_original_does(int seed)
    {
        var (one, other) = (new ExchangeEngine(), new ExchangeEngine());
        foreach (CommandEnvelope envelope in RecordedStream.Make(seed, Commands))
        {
            string text = OutputText.Of(one.Apply(envelope));
            string again = OutputText.Of(other.Apply(Decoded(envelope)));
            Demand.That(text == again && one.Hash == other.Hash, $"seed {seed}: {CommandText.Of(envelope)}\n{again}");
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(35)]
    [InlineData(36)]
    [InlineData(37)]
    [InlineData(38)]
    public void A_restored_engine_goes_on_as_the_one_it_was_taken_from(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        var (live, restored) = (new ExchangeEngine(), new ExchangeEngine());
        foreach (CommandEnvelope envelope in RecordedStream.Make(seed, Commands))
        {
            if (random.PerMille(30))
            {
                byte[] snapshot = live.Snapshot();
                restored = ExchangeEngine.Restore(snapshot, null, out string? error)!;
                Assert.Null(error);
                Assert.Equal(snapshot, restored.Snapshot());
                restored.CheckInvariants();
            }

            string text = OutputText.Of(live.Apply(envelope));
            string again = OutputText.Of(restored.Apply(envelope));
            bool equal = text == again && live.Hash == restored.Hash;
            Demand.That(equal, $"seed {seed}: {CommandText.Of(envelope)}\n{again}");
            Assert.Equal(live.NextDeadlineMs, restored.NextDeadlineMs);
        }

        Assert.Equal(live.ComputeDigest().Components, restored.ComputeDigest().Components);
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(43)]
    [InlineData(44)]
    public void A_rejected_command_changes_only_what_the_specification_lists(int seed)
    {
        var (engine, idle) = (new ExchangeEngine(), new ExchangeEngine());
        int rejected = 0;
        foreach (CommandEnvelope envelope in RecordedStream.Make(seed, Commands))
        {
            ApplyOutput output = engine.Apply(envelope);
            if (output.Accepted || output.Rejection.Code == RejectCode.OutOfOrder)
            {
                idle.Apply(envelope);
                continue;
            }

            rejected++;
            EngineCommand nothing = envelope.Command is Tick ? envelope.Command : Nothing;
            idle.Apply(CommandEnvelope.Trusted(envelope.Sequence, envelope.TimestampMs, nothing));
            string[] changed = Changed(idle.ComputeDigest(), engine.ComputeDigest());
            string[] unexpected = [.. changed.Except(Allowed(envelope, output))];
            string what = $"{string.Join(' ', unexpected)} changed by {CommandText.Of(envelope)}";
            Demand.That(unexpected.Length == 0, $"seed {seed}: {what}\n{OutputText.Of(output)}");
            idle = ExchangeEngine.Restore(engine.Snapshot(), null, out _)!;
        }

        Demand.That(rejected > Commands / 20, $"seed {seed}: only {rejected} rejections");
    }

    [Fact]
    public void A_skipped_command_consumes_sequence_and_time_and_nothing_else()
    {
        var engine = new ExchangeEngine();
        foreach (CommandEnvelope envelope in RecordedStream.Make(51, 600))
            engine.Apply(envelope);
        Hash256 hash = engine.Hash;
        EngineStateDigest before = engine.ComputeDigest();
        long due = engine.NextDeadlineMs!.Value;
        long sequence = engine.Sequence + 1;
        var deposit = new DepositUpdate(CommandStream.Wallets[0], Cash.FromUsdc(1), "bank", 1_000_000);
        ApplyOutput output = engine.ApplySkipped(CommandEnvelope.Trusted(sequence, due, deposit));

        Assert.Equal(RejectCode.Skipped, output.Rejection.Code);
        Assert.Equal((sequence, due, 0), (output.Sequence, output.TimestampMs, output.Events.Count));
        Assert.Equal((sequence, due), (engine.Sequence, engine.TimestampMs));
        Assert.NotEqual(hash, engine.Hash);
        Assert.Equal(["clock", "chain"], Changed(before, engine.ComputeDigest()));
        engine.CheckInvariants();

        // What was due then happens with the next command.
        Assert.NotEqual(0, engine.Apply(CommandEnvelope.Trusted(sequence + 1, due, new Tick())).Events.Count);
        Assert.True(engine.NextDeadlineMs is null || engine.NextDeadlineMs > due);
    }

    private static CommandEnvelope Decoded(CommandEnvelope envelope)
    {
        byte[] bytes = EnvelopeCodec.Encode(envelope);
        if (EnvelopeCodec.TryDecode(bytes, null, out CommandEnvelope decoded, out string? error))
        {
            Assert.Equal(bytes, EnvelopeCodec.Encode(decoded));
            return decoded;
        }

        // The one command that the engine answers and the codec refuses.
        bool isBareAdvance = envelope.Command is NonceAdvance && (envelope.Signer is null || envelope.Nonce is null);
        Demand.That(isBareAdvance, $"{error}: {CommandText.Of(envelope)}");
        return envelope;
    }

    /// <summary>
    /// Refused after all that time does: what it leaves is the passing of the time alone. A Tick, rejected or not, does
    /// more of that than other commands, and is held against itself.
    /// </summary>
    private static CancelOrder Nothing { get; } = new(CommandStream.Wallets[0], OrderReference.ById(long.MaxValue));

    private static IEnumerable<string> Allowed(CommandEnvelope envelope, ApplyOutput output)
    {
        RejectCode code = output.Rejection.Code;
        yield return "chain";
        bool isOfRequest = output.Duplicate && envelope.Command is not ITransfer { Source: not null };
        bool cached = code is not (RejectCode.OutcomeForgotten or RejectCode.RequestIdReused) && !isOfRequest;
        if (cached && envelope.RequestId is not null)
            yield return "outcomes";
        if (!cached || code is >= RejectCode.NotAuthorized and <= RejectCode.NonceTooLow)
            yield break;
        if (envelope.Signer is not null && envelope.Nonce is not null)
            yield return "nonces";
        if (envelope.Command is ITransfer && code != RejectCode.TransferNumberUsed)
            yield return "venue";
    }

    private static string[] Changed(EngineStateDigest before, EngineStateDigest after) =>
    [
        .. before.Components.Zip(after.Components).Where(p => p.First.Value != p.Second.Value).Select(p => p.First.Key),
    ];
}
