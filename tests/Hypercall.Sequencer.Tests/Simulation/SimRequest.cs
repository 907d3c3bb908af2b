using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>
/// One request of a client: sent until its outcome is known, always with the same id and FirstSentMs.
/// </summary>
internal sealed record SimRequest(SimClient Client, RequestId Id, EngineCommand Command, long FirstSentMs)
{
    public bool Done { get; set; }

    public int Tries { get; set; }
}
