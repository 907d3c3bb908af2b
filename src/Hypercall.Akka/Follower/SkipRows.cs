namespace Hypercall.Actors.Follower;

/// <summary>The operator's skip records, as rows of their journal.</summary>
internal static class SkipRows
{
    /// <summary>Most of them that are read.</summary>
    public const int Most = 4_096;

    /// <summary>Decodes them.</summary>
    /// <exception cref="UnknownEventException">A row is none.</exception>
    public static IReadOnlyList<SkipRecord> Decode(JournalRows rows)
    {
        var skips = new List<SkipRecord>(rows.Rows.Count);
        foreach (JournalRow row in rows.Rows)
        {
            if (row.Payload is not PersistedSkip skip)
                throw new UnknownEventException("skips", row.Number, row.Payload);
            if (!SkipRecordCodec.TryDecode(skip.Bytes.Span, out SkipRecord? record, out string? error))
                throw new UnknownEventException("skips", row.Number, error!);
            skips.Add(record!);
        }

        return skips;
    }
}
