namespace Hypercall.Actors.Ownership;

/// <summary>The other members of the venue, as a partition's owner sees them; a host that is alone has none.</summary>
internal interface IVenueMembers
{
    /// <summary>
    /// An actor that asks the members for its parent: answers <see cref="AskMembers"/> by <see cref="MembersHeard"/>.
    /// </summary>
    Props Inquiry(PartitionSettings settings);

    /// <summary>How often an owner compares its clock with theirs.</summary>
    TimeSpan ClockCheckInterval { get; }

    /// <summary>Has the partition placed on another engine member.</summary>
    /// <returns>False where no other one is up.</returns>
    bool Release(string partition);

    /// <summary>Tells the members that what they remember of the journal beyond a mark is lost.</summary>
    void AcceptLoss(string partition, JournalMark mark);
}
