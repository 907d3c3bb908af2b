using BenchmarkDotNet.Attributes;
using Hypercall.Benchmarks;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.State;

namespace Hypercall.MicroBenchmarks;

/// <summary>
/// A venue of 100 instruments and 1,000 wallets with 20,000 open orders: apply, digest, snapshot, restore.
/// </summary>
[MemoryDiagnoser]
public class VenueBenchmarks
{
    private const int Instruments = 100;
    private const int Wallets = 1_000;
    private const int Orders = 20_000;
    private const int Batch = 1_024;
    private const ulong Seed = 1;

    private readonly CommandEnvelope[] _batch = new CommandEnvelope[Batch];
    private VenueLoad _load = new(1, 1, Seed);
    private ExchangeEngine _engine = new();
    private byte[] _snapshot = [];

    /// <summary>The hash chain on or off.</summary>
    [Params(true, false)]
    public bool Hashing { get; set; }

    [GlobalSetup]
    public void Grow()
    {
        _load = new VenueLoad(Instruments, Wallets, Seed);
        _engine = new ExchangeEngine(new EngineOptions(Hashing));
        foreach (EngineCommand command in _load.Opening())
            _engine.Apply(VenueLoad.Envelope(_engine.Sequence + 1, command));
        for (int i = 0; i < Orders; i++)
            _engine.Apply(VenueLoad.Envelope(_engine.Sequence + 1, _load.NextResting()));
        _snapshot = _engine.Snapshot();
    }

    [IterationSetup(Target = nameof(Apply))]
    public void MakeBatch()
    {
        for (int i = 0; i < Batch; i++)
            _batch[i] = VenueLoad.Envelope(_engine.Sequence + 1 + i, _load.Next());
    }

    /// <summary>60 % limit orders, 30 % cancels, 10 % ioc orders.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public void Apply()
    {
        foreach (ref readonly CommandEnvelope envelope in _batch.AsSpan())
            _engine.Apply(envelope);
    }

    /// <summary>SHA-256 of every component over its whole content.</summary>
    [Benchmark]
    public EngineStateDigest Digest() => _engine.ComputeDigest();

    [Benchmark]
    public byte[] Snapshot() => _engine.Snapshot();

    [Benchmark]
    public ExchangeEngine? Restore() => ExchangeEngine.Restore(_snapshot, EngineOptions.Default, out _);
}
