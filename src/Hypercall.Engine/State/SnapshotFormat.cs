namespace Hypercall.Engine.State;

/// <summary>
/// The frame of a snapshot: a version byte, then one section per component in a fixed order, each a 32-bit length and
/// its canonical content. The digest of a component is the SHA-256 of its section.
/// </summary>
internal static class SnapshotFormat
{
    public const byte Version = 3;

    /// <summary>The component that is lent and not copied.</summary>
    public const string Outcomes = "outcomes";

    /// <summary>The name of what stands in a component by itself.</summary>
    public const string Whole = "-";

    /// <summary>
    /// Components in the order of their sections. The hash chain stands last: wherever states differ it does too, and
    /// the first component that differs should say where.
    /// </summary>
    public static readonly string[] Components =
    [
        "clock", "rules", "underlyings", "instruments", "accounts", "positions", "books", "mmp", "liquidation",
        "nonces", "agents", "venue", Outcomes, "chain",
    ];

    /// <summary>Start and length of each section, or an error.</summary>
    public static string? TryLocate(ReadOnlySpan<byte> snapshot, Span<(int Start, int Length)> sections)
    {
        var reader = new CanonicalReader(snapshot);
        byte version = reader.ReadByte();
        if (!reader.Failed && version != Version)
            return $"snapshot version {version} is not known, expected {Version}";
        for (int i = 0; i < sections.Length; i++)
        {
            int length = reader.ReadInt32();
            if (!reader.Failed && (length < 0 || length > reader.Remaining))
                reader.Fail($"section '{Components[i]}' of {length} bytes");
            sections[i] = (reader.Position, length);
            reader.ReadBytes(reader.Failed ? 0 : length);
        }

        reader.ExpectEnd();
        return reader.Error;
    }

    /// <summary>The digests of a well-framed snapshot, or null.</summary>
    public static EngineStateDigest? Digest(ReadOnlySpan<byte> snapshot)
    {
        var sections = new (int Start, int Length)[Components.Length];
        if (TryLocate(snapshot, sections) is not null)
            return null;
        var digests = new KeyValuePair<string, Hash256>[sections.Length];
        for (int i = 0; i < sections.Length; i++)
        {
            ReadOnlySpan<byte> content = snapshot.Slice(sections[i].Start, sections[i].Length);
            digests[i] = new KeyValuePair<string, Hash256>(Components[i], Hash256.Compute(content));
        }

        return new EngineStateDigest(digests);
    }
}
