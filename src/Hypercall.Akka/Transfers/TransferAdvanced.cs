using Hypercall.Actors.Protocol;
using Hypercall.Actors.Serialization;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Transfers;

/// <summary>Event of a desk: the transfer at its head went on, or its withdrawal got a new date.</summary>
/// <param name="Number">The transfer's number.</param>
/// <param name="State">Where it is now.</param>
/// <param name="Code">Why it was refused, else None.</param>
/// <param name="AtMs">When, ms since the epoch: FirstSentMs of the step that is due now.</param>
internal sealed record TransferAdvanced(long Number, TransferState State, RejectCode Code, long AtMs)
    : IHypercallMessage, IRecordShape<TransferAdvanced>
{
    static TransferAdvanced IRecordShape<TransferAdvanced>.Blank { get; } = new(0, default, default, 0);

    static TransferAdvanced IRecordShape<TransferAdvanced>.Walk<V>(ref V v, in TransferAdvanced m) => new(
        v.Int64("number", m.Number),
        Field.Transfer(ref v, m.State),
        Field.Code(ref v, m.Code),
        v.Int64("at", m.AtMs));
}
