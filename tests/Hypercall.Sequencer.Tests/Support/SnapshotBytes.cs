using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Snapshots;

namespace Hypercall.Sequencer.Tests.Support;

/// <summary>Snapshots as bytes that no engine's draft was made into: samples, and ones that are not true.</summary>
internal static class SnapshotBytes
{
    public static byte[] Of(EngineSnapshot snapshot)
    {
        ReadOnlySpan<byte> description = SnapshotCodec.Describe(snapshot, snapshot.State.Length);
        byte[] checksum = new byte[Hash256.Length];
        SnapshotCodec.Checksum(description, snapshot.State.Span).CopyTo(checksum);
        return [.. description, .. checksum, .. snapshot.State.Span];
    }
}
