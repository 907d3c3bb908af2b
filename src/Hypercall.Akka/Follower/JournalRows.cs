namespace Hypercall.Actors.Follower;

/// <summary>What a <see cref="JournalRead"/> reads.</summary>
/// <param name="PersistenceId">Whose rows.</param>
/// <param name="JournalPluginId">Configuration path of their journal plugin.</param>
/// <param name="FirstNumber">Number of the first row wanted, from 1.</param>
/// <param name="Count">Most rows wanted.</param>
/// <param name="LastNumber">Number of the last row wanted.</param>
internal sealed record ReadRows(
    string PersistenceId, string JournalPluginId, long FirstNumber, int Count, long LastNumber = long.MaxValue)
{
    /// <summary>Records of a partition's engine.</summary>
    public ReadRows(PartitionSettings partition, long first, int count, long last = long.MaxValue)
        : this(partition.PersistenceId, partition.JournalPluginId, first, count, last)
    {
    }
}

/// <summary>Rows of a journal, in order.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Rows">The rows: fewer than asked for at the journal's end.</param>
internal sealed record JournalRows(ReadRows Request, IReadOnlyList<JournalRow> Rows)
    : INoSerializationVerificationNeeded
{
    /// <summary>True when the journal had no more when it was read.</summary>
    public bool IsEnd => Rows.Count < Request.Count;
}

/// <summary>One row of a journal.</summary>
/// <param name="Number">Akka's sequence number.</param>
/// <param name="Payload">What was persisted, decoded by the serializer.</param>
internal readonly record struct JournalRow(long Number, object Payload);

/// <summary>A journal could not be read, or did not answer in time.</summary>
/// <param name="Cause">Why.</param>
internal sealed record JournalUnread(Exception Cause) : INoSerializationVerificationNeeded;
