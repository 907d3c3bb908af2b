using Akka.Actor;

namespace Hypercall.Actors.Engine.Reports;

/// <summary>
/// Snapshot and journal are read: the engine waits for <see cref="FenceNow"/> or <see cref="FenceNot"/>.
/// </summary>
/// <param name="Generation">The supervisor's number.</param>
/// <param name="Engine">The engine actor.</param>
/// <param name="Epoch">The journal's highest epoch.</param>
/// <param name="LastRecord">The journal's last number.</param>
/// <param name="PreviousOwner">Host of that epoch; null where recovery did not read its fence.</param>
internal sealed record EngineRecovered(
    int Generation, IActorRef Engine, long Epoch, long LastRecord, string? PreviousOwner) : EngineReport(Generation);
