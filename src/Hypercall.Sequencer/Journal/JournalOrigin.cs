namespace Hypercall.Sequencer.Journal;

/// <summary>
/// What a journal was filled from, kept in its first record for the tool that fills it: by it a replay recognises its
/// own input when it is started again. The sequencer does not interpret it.
/// </summary>
/// <param name="Name">At most <see cref="MaxNameBytes"/> bytes of UTF-8, e.g. format and file name.</param>
/// <param name="Digest">SHA-256 of the input.</param>
public sealed record JournalOrigin(string Name, Hash256 Digest)
{
    /// <summary>Most bytes of <see cref="Name"/>.</summary>
    public const int MaxNameBytes = 256;

    /// <summary>An origin behind a flag that says whether there is one.</summary>
    internal static JournalOrigin? Walk<V>(ref V v, JournalOrigin? origin)
        where V : struct, IByteFields, allows ref struct => v.Has("origin", origin is not null)
            ? new JournalOrigin(
                v.Text("origin", origin?.Name ?? "", 0, MaxNameBytes), v.Hash("digest", origin?.Digest ?? default))
            : null;
}
