namespace Hypercall.Verification;

/// <summary>What an archiving did.</summary>
/// <param name="File">The archive's path; null where there was nothing to move.</param>
/// <param name="RecordsMoved">Records taken out of the journal.</param>
/// <param name="FirstRecord">The record that the journal begins with now.</param>
/// <param name="Sequence">Last command that the archive holds.</param>
public sealed record ArchiveReport(string? File, long RecordsMoved, long FirstRecord, long Sequence);

/// <summary>A check failed before anything was moved; the journal is as it was.</summary>
public sealed class ArchiveRefusedException : Exception
{
    internal ArchiveRefusedException(string location, string why)
        : base($"'{location}': nothing was archived: {why}")
    {
    }
}
