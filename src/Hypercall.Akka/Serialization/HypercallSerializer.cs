using System.Runtime.Serialization;
using Akka.Serialization;

namespace Hypercall.Actors.Serialization;

/// <summary>
/// The serializer of everything of ours: journal records, snapshots and messages between actor systems, each in the
/// canonical encoding under a short manifest with a version. Its id and manifests are part of stored journals and never
/// change; what a manifest means is held by golden files. Safe for use from several threads.
/// </summary>
public sealed class HypercallSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The serializer's id in journals and on the wire, for ever.</summary>
    public const int SerializerId = 7401;

    public override int Identifier => SerializerId;

    /// <exception cref="SerializationException">The type is not one of ours.</exception>
    public override string Manifest(object o) => CodecOf(o).Manifest;

    /// <exception cref="SerializationException">The type is not one of ours, or a value cannot be encoded.</exception>
    public override byte[] ToBinary(object obj) => CodecOf(obj).Encode(obj);

    /// <exception cref="SerializationException">
    /// The manifest is unknown (of a newer version, most likely), or the bytes are not what it says.
    /// </exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        MessageCodecs.ByManifest.TryGetValue(manifest, out MessageCodec? codec)
            ? codec.Decode(bytes)
            : throw new SerializationException(
                $"manifest '{manifest}' is unknown to this version of {nameof(HypercallSerializer)}");

    private static MessageCodec CodecOf(object message) =>
        MessageCodecs.ByType.TryGetValue(message.GetType(), out MessageCodec? codec)
            ? codec
            : throw new SerializationException($"{message.GetType().FullName} has no encoding");
}
