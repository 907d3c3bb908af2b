using System.Diagnostics;
using Hypercall.Benchmarks.Workloads;
using Hypercall.Engine;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Benchmarks;

/// <summary>
/// Applies a whole workload to a fresh engine. Commands are made in chunks outside the measured time, as a host's
/// decoder would make them shortly before; only Apply is timed and counted.
/// </summary>
internal sealed class EngineRun
{
    private const int ChunkCommands = 1_024;

    private readonly Workload _workload;
    private readonly ExchangeEngine _engine;
    private readonly CommandEnvelope[] _chunk = new CommandEnvelope[ChunkCommands];
    private TradeTally _tally = new();

    /// <summary>How many commands came before, and how many order ids were given out, when all begins again.</summary>
    private long _indexBefore;
    private long _idsBefore;

    public EngineRun(Workload workload, EngineOptions options, bool margin = false)
    {
        _workload = workload;
        _engine = new ExchangeEngine(options);
        foreach (EngineCommand command in WorkloadVenue.Opening(workload.Accounts, margin))
            RequireAccepted(_engine.Apply(WorkloadVenue.OpeningEnvelope(_engine.Sequence + 1, command)));
    }

    public ExchangeEngine Engine => _engine;

    /// <summary>Commands per second of Apply.</summary>
    public double Rate => _workload.Commands.Length / (ApplyTicks / (double)Stopwatch.Frequency);

    /// <summary>Bytes allocated per command by Apply.</summary>
    public double BytesPerCommand => (double)Allocated / _workload.Commands.Length;

    private long ApplyTicks { get; set; }

    private long Allocated { get; set; }

    /// <summary>Applies all, timed.</summary>
    public EngineRun Measure()
    {
        for (int from = 0; from < _workload.Commands.Length; from += ChunkCommands)
        {
            ReadOnlySpan<CommandEnvelope> chunk = Prepare(from);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            foreach (ref readonly CommandEnvelope envelope in chunk)
                _engine.Apply(envelope);
            ApplyTicks += Stopwatch.GetTimestamp() - start;
            Allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        return this;
    }

    /// <summary>
    /// Cancels all that rests, so that the same workload can follow under the ids that come next: by an engine that has
    /// grown to its size.
    /// </summary>
    public void StartAgain()
    {
        ApplyTicks = 0;
        Allocated = 0;
        _indexBefore += _workload.Commands.Length;
        _idsBefore += _workload.Commands.LongCount(command => command.Action != WorkloadAction.Cancel);
        foreach (EngineCommand command in WorkloadVenue.Clearing(_workload.Accounts))
            RequireAccepted(_engine.Apply(WorkloadVenue.Envelope(_engine.Sequence + 1, _indexBefore, command)));
    }

    /// <summary>Applies all and checks that every command is accepted and the trades are those expected.</summary>
    public EngineRun Check()
    {
        for (int from = 0; from < _workload.Commands.Length; from += ChunkCommands)
        {
            foreach (ref readonly CommandEnvelope envelope in Prepare(from))
                CountTrades(RequireAccepted(_engine.Apply(envelope)));
        }

        _workload.Check(_tally);
        return this;
    }

    private ReadOnlySpan<CommandEnvelope> Prepare(int from)
    {
        int count = Math.Min(ChunkCommands, _workload.Commands.Length - from);
        long sequence = _engine.Sequence;
        for (int i = 0; i < count; i++)
        {
            WorkloadCommand command = _workload.Commands[from + i];
            command = command with { OrderId = command.OrderId + _idsBefore };
            _chunk[i] = WorkloadVenue.Envelope(sequence + 1 + i, _indexBefore + from + i, command);
        }

        return _chunk.AsSpan(0, count);
    }

    private void CountTrades(ApplyOutput output)
    {
        for (int i = 0; i < output.Events.Count; i++)
        {
            if (output.Events.KindAt(i) != EventKind.Filled)
                continue;
            ref readonly Filled fill = ref output.Events.At<Filled>(i);
            _tally.Add(
                fill.MakerOrderId, fill.TakerOrderId, WorkloadVenue.Ticks(fill.Price),
                fill.Size.Units / Quantity.UnitsPerContract);
        }
    }

    private static ApplyOutput RequireAccepted(ApplyOutput output) => output.Accepted
        ? output
        : throw new BenchmarkFailedException($"command {output.Sequence} was rejected: {output.Rejection.Code}");
}
