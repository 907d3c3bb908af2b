using Hypercall.Engine.Commands;

namespace Hypercall.Verification;

/// <summary>Where two journals part.</summary>
/// <param name="Sequence">
/// First command after which the states differ, or null where none is; where it is <paramref name="ComparedAfter"/> and
/// not 0, an earlier one may have been the first.
/// </param>
/// <param name="CommandsCompared">
/// Commands behind <paramref name="ComparedAfter"/> that both journals have and that were executed and compared.
/// </param>
/// <param name="LastLeft">Last command of the first journal; where states differ, the last that was read.</param>
/// <param name="LastRight">Last command of the second one.</param>
/// <param name="Difference">Component, entry and field; null where no state differs.</param>
/// <param name="Left">The command in the first journal, with its record.</param>
/// <param name="Right">The command in the second one.</param>
/// <param name="DamagedSnapshot">
/// The first snapshot of either that fails its own checks, where no state differs.
/// </param>
/// <param name="ComparedAfter">
/// The command after which states were compared first; 0: from the beginning; else a journal holds none before it any
/// more, since it was archived.
/// </param>
public sealed record BisectReport(
    long? Sequence,
    long CommandsCompared,
    long LastLeft,
    long LastRight,
    StateDifference? Difference = null,
    JournaledCommand? Left = null,
    JournaledCommand? Right = null,
    VerificationDifference? DamagedSnapshot = null,
    long ComparedAfter = 0);

/// <summary>A command where it stands.</summary>
public sealed record JournaledCommand(long RecordNumber, CommandEnvelope Envelope);
