using Akka.Actor;

namespace Hypercall.Actors.Engine.Reports;

/// <summary>
/// What an engine actor tells its partition's actor. The generation names the supervisor under which it runs: what one
/// under an earlier supervisor still says is ignored.
/// </summary>
/// <param name="Generation">The supervisor's number.</param>
internal abstract record EngineReport(int Generation) : INoSerializationVerificationNeeded;
