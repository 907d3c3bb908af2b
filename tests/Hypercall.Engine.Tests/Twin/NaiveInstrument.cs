using Hypercall.Engine.Instruments;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>An instrument of the twin.</summary>
internal sealed class NaiveInstrument
{
    public required string Symbol { get; init; }
    public required string Underlying { get; init; }
    public required long Expiry { get; set; }
    public InstrumentStatus Status { get; set; }
}
