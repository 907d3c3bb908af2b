using Hypercall.Actors.Serialization;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Protocol;

/// <summary>Where an engine stands.</summary>
/// <param name="Epoch">Epoch of the owner that says so.</param>
/// <param name="Sequence">Last command applied.</param>
/// <param name="TimestampMs">Its time, ms since the epoch.</param>
/// <param name="Hash">State hash after it.</param>
/// <param name="RulesVersion">Version of the rules in force.</param>
public sealed record StateSummary(
    long Epoch,
    long Sequence,
    long TimestampMs,
    Hash256 Hash,
    int RulesVersion) : IRecordShape<StateSummary>
{
    static StateSummary IRecordShape<StateSummary>.Blank { get; } = new(0, 0, 0, default, 0);

    static StateSummary IRecordShape<StateSummary>.Walk<V>(ref V v, in StateSummary m) => new(
        Field.Number(ref v, "epoch", m.Epoch),
        Field.Number(ref v, "sequence", m.Sequence),
        Field.Number(ref v, "timestamp", m.TimestampMs),
        v.Hash("hash", m.Hash),
        v.Int32("rules version", m.RulesVersion));
}
