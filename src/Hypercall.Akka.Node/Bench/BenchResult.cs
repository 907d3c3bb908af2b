namespace Hypercall.Akka.Node.Bench;

/// <summary>One run's figures.</summary>
/// <param name="Commands">Commands of the run.</param>
/// <param name="PlainRate">Events a second of the plain actor.</param>
/// <param name="EngineRate">Commands a second of the engine actor.</param>
/// <param name="RecoveryRate">Commands a second of its recovery, from the actor's start to its first readiness.</param>
internal sealed record BenchResult(int Commands, double PlainRate, double EngineRate, double RecoveryRate);
