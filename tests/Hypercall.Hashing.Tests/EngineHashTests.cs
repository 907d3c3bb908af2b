using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;
using Hypercall.Testing.Twin;

namespace Hypercall.Hashing.Tests;

/// <summary>An engine's hashes, its remembered requests and its state are the same with every hash function.</summary>
public sealed class EngineHashTests
{
    private const int Commands = 3_000;

    [LibcryptoTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_hash_is_the_same_with_libcrypto_and_with_dotnet(int seed)
    {
        var native = new ExchangeEngine(EngineOptions.Default with { Sha256 = () => new LibcryptoSha256() });
        var runtime = new ExchangeEngine(EngineOptions.Default);
        int duplicates = 0;
        foreach (CommandEnvelope envelope in RecordedStream.Make(seed, Commands))
        {
            Hash256 expected = runtime.Apply(envelope).Hash;
            ApplyOutput output = native.Apply(envelope);
            Assert.True(expected == output.Hash, $"seed {seed}, sequence {output.Sequence}");
            duplicates += output.Duplicate ? 1 : 0;
        }

        Assert.True(duplicates > 0, "the stream repeats no request");
        Assert.Equal(runtime.Snapshot(), native.Snapshot());
    }

    [LibcryptoTheory]
    [InlineData(4)]
    public void A_state_goes_on_with_the_other_function(int seed)
    {
        List<CommandEnvelope> stream = RecordedStream.Make(seed, Commands);
        ExchangeEngine expected = Run(new ExchangeEngine(), stream);
        ExchangeEngine half = Run(new ExchangeEngine(HostSha256.Options), stream[..(Commands / 2)]);
        ExchangeEngine restored = ExchangeEngine.Restore(half.Snapshot(), EngineOptions.Default, out string? error)!;
        Assert.Null(error);
        Assert.Equal(expected.Hash, Run(restored, stream[(Commands / 2)..]).Hash);
    }

    private static ExchangeEngine Run(ExchangeEngine engine, IEnumerable<CommandEnvelope> stream)
    {
        foreach (CommandEnvelope envelope in stream)
            engine.Apply(envelope);
        return engine;
    }
}
