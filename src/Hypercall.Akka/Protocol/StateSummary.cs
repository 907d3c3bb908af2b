using Hypercall.Engine.Domain;

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
    int RulesVersion);
