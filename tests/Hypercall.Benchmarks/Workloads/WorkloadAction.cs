namespace Hypercall.Benchmarks.Workloads;

/// <summary>What a workload command does.</summary>
public enum WorkloadAction : byte
{
    /// <summary>A limit order that rests.</summary>
    Limit,

    /// <summary>A limit order of which only what fills at once counts.</summary>
    ImmediateOrCancel,

    /// <summary>A cancel of an order that still rests.</summary>
    Cancel,
}
