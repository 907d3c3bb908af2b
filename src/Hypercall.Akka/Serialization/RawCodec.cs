using System.Runtime.InteropServices;

namespace Hypercall.Actors.Serialization;

/// <summary>
/// The encoding of what is stored as its own canonical bytes. Nothing is checked here: recovery does that, where a
/// damaged record or snapshot can be named and an older snapshot tried.
/// </summary>
internal sealed class RawCodec<T>(string manifest, Func<T, ReadOnlyMemory<byte>> bytesOf, Func<byte[], T> make)
    : MessageCodec(manifest, typeof(T))
    where T : class
{
    public override byte[] Encode(object message)
    {
        ReadOnlyMemory<byte> bytes = bytesOf((T)message);
        bool isWholeArray = MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> segment)
            && segment.Offset == 0
            && segment.Array!.Length == bytes.Length;
        return isWholeArray ? segment.Array! : bytes.ToArray();
    }

    public override object Decode(byte[] bytes) => make(bytes);
}
