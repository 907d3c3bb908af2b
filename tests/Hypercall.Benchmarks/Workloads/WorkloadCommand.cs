using Hypercall.Engine.Domain;

namespace Hypercall.Benchmarks.Workloads;

/// <summary>One command of a matching workload.</summary>
/// <param name="OrderId">The order's id, dense from 1 over limit and ioc orders; for a cancel the id it names.</param>
/// <param name="Ticks">Price in ticks.</param>
/// <param name="Contracts">Size in whole contracts, 0 for a cancel.</param>
public readonly record struct WorkloadCommand(
    WorkloadAction Action, Side Side, long OrderId, long Ticks, long Contracts, int Account);
