using System.Runtime.Serialization;

namespace Hypercall.Actors.Serialization;

/// <summary>How one type of message is encoded: a manifest for ever, a writer and a reader of its canonical
/// bytes.</summary>
internal abstract class MessageCodec(string manifest, Type type)
{
    public string Manifest { get; } = manifest;

    public Type Type { get; } = type;

    /// <summary>The message's bytes.</summary>
    /// <exception cref="SerializationException">A value is out of the encoding's range.</exception>
    public abstract byte[] Encode(object message);

    /// <summary>The message; it may keep the bytes.</summary>
    /// <exception cref="SerializationException">The bytes are not such a message.</exception>
    public abstract object Decode(byte[] bytes);
}

/// <summary>The encoding of messages that declare their layout.</summary>
internal sealed class ShapeCodec<T>(string manifest) : MessageCodec(manifest, typeof(T))
    where T : class, IRecordShape<T>
{
    public override byte[] Encode(object message)
    {
        var typed = (T)message;
        var check = new LimitCheck();
        T.Walk(ref check, typed);
        if (check.Violation is { } violation)
            throw new SerializationException($"'{Manifest}' cannot be written: {violation}");
        var writer = new CanonicalWriter();
        var output = new CanonicalOutput(writer);
        T.Walk(ref output, typed);
        return writer.ToArray();
    }

    public override object Decode(byte[] bytes)
    {
        CanonicalReader reader = CanonicalReader.Over(bytes);
        T message = T.Walk(ref reader, T.Blank);
        reader.ExpectEnd();
        return reader.Error is { } error
            ? throw new SerializationException($"'{Manifest}' cannot be read: {error}")
            : message;
    }
}
