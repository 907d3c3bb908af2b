namespace Hypercall.Engine.Shapes;

/// <summary>
/// What walks over the layouts of records and messages, which besides fields hold bytes that were encoded before: those
/// are neither decoded nor copied on the way, unless a writer copies them to where they go.
/// </summary>
public interface IByteFields : IFields
{
    /// <summary>So many bytes as they are.</summary>
    ReadOnlyMemory<byte> Bytes(string name, ReadOnlyMemory<byte> value, int count);

    /// <summary>All the bytes that are left, as they are.</summary>
    ReadOnlyMemory<byte> Rest(string name, ReadOnlyMemory<byte> value);

    /// <summary>
    /// A part that travels as its bytes. Whoever writes writes those; whoever reads makes the part of them, and gives
    /// the bytes too.
    /// </summary>
    T Encoded<T, TShape>(string name, T value, ref ReadOnlyMemory<byte> bytes)
        where TShape : IShape<T>;
}
