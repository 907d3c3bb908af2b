namespace Hypercall.Actors.Follower;

/// <summary>How a follower stands; also published to the system's event stream when it diverges.</summary>
/// <param name="State">How it stands.</param>
/// <param name="RecordNumber">Last record applied.</param>
/// <param name="Sequence">Last command applied.</param>
/// <param name="Hash">State hash after it.</param>
/// <param name="Epoch">Highest epoch in the journal so far.</param>
/// <param name="RecordsNotCrossChecked">Records at the end whose result no later record has confirmed yet.</param>
/// <param name="Error">
/// The first difference, naming record and sequence, once diverged; else why the journal could not be read or applied
/// at the last look, or null.
/// </param>
/// <param name="BehindMs">Since when it has not reached the journal's end; a healthy one is some polls behind.</param>
public sealed record FollowerStatus(
    string Partition,
    FollowerState State,
    long RecordNumber,
    long Sequence,
    Hash256 Hash,
    long Epoch,
    int RecordsNotCrossChecked,
    string? Error,
    long BehindMs);
