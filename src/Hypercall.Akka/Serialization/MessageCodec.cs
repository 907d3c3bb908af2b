using System.Runtime.Serialization;
using Hypercall.Engine.Shapes;

namespace Hypercall.Actors.Serialization;

/// <summary>How one type of message is encoded: a manifest for ever, a writer and a reader of its canonical
/// bytes.</summary>
internal abstract class MessageCodec
{
    private protected MessageCodec(string manifest, Type type)
    {
        Manifest = manifest;
        Type = type;
    }

    public string Manifest { get; }

    public Type Type { get; }

    /// <summary>The message's bytes.</summary>
    /// <exception cref="SerializationException">A value is out of the encoding's range.</exception>
    public abstract byte[] Encode(object message);

    /// <summary>The message; it may keep the bytes.</summary>
    /// <exception cref="SerializationException">The bytes are not such a message.</exception>
    public abstract object Decode(byte[] bytes);
}

/// <summary>The encoding of messages that are made of fields.</summary>
internal sealed class FieldCodec<T>(string manifest, Action<CanonicalWriter, T> write, FieldCodec<T>.Reader read)
    : MessageCodec(manifest, typeof(T))
    where T : class
{
    /// <summary>Reads the fields; what is wrong is left in the reader.</summary>
    /// <param name="reader">Stands at the message's first byte.</param>
    /// <param name="bytes">The same bytes, for a message that keeps a part of them.</param>
    public delegate T? Reader(ref CanonicalReader reader, ReadOnlyMemory<byte> bytes);

    public override byte[] Encode(object message)
    {
        var writer = new CanonicalWriter();
        write(writer, (T)message);
        return writer.ToArray();
    }

    public override object Decode(byte[] bytes)
    {
        var reader = new CanonicalReader(bytes);
        T? message = read(ref reader, bytes);
        reader.ExpectEnd();
        return reader.Error is null && message is not null
            ? message
            : throw new SerializationException($"'{Manifest}' cannot be read: {reader.Error}");
    }
}
