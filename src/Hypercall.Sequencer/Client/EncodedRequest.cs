using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Hypercall.Sequencer.Client;

/// <summary>
/// A request on its way: the canonical bytes of its envelope, made once where the client is. They are sent, queued and
/// written into a record, where sequence and time are filled in; from there they are hashed and replayed. Immutable, so
/// that a client sends the same ones again.
/// </summary>
public sealed class EncodedRequest : IRecordShape<EncodedRequest>
{
    /// <summary>Enough for most requests without a client id.</summary>
    private const int UsualBytes = 160;

    /// <summary>What a decoder that came by made of the bytes; null where they were encoded here.</summary>
    private readonly StrongBox<CommandEnvelope>? _decoded;

    private EncodedRequest(ReadOnlyMemory<byte> envelope, StrongBox<CommandEnvelope>? decoded = null)
    {
        Envelope = envelope;
        _decoded = decoded;
    }

    /// <inheritdoc/>
    public static EncodedRequest Blank { get; } = new(default);

    /// <summary>The envelope's bytes; they say the least sequence there is, and the request's own time.</summary>
    public ReadOnlyMemory<byte> Envelope { get; }

    /// <summary>
    /// The command's bytes among them: two requests with equal ones ask for the same, but for NonceAdvance, which says
    /// all by signer and nonce.
    /// </summary>
    public ReadOnlyMemory<byte> Command => EnvelopeCodec.CommandOf(Envelope);

    /// <summary>The kind of the command.</summary>
    public CommandType CommandType => (CommandType)Command.Span[0];

    /// <summary>Encodes a request.</summary>
    /// <exception cref="ArgumentException">It has no encoding that could be read again.</exception>
    public static EncodedRequest Of(ClientRequest request) =>
        TryEncode(request, out EncodedRequest? encoded, out string? violation)
            ? encoded
            : throw new ArgumentException($"the request cannot be encoded: {violation}", nameof(request));

    /// <summary>Encodes a request, unless it has no encoding that could be read again.</summary>
    /// <param name="violation">What keeps it from being encoded, naming the field.</param>
    public static bool TryEncode(
        ClientRequest request,
        [NotNullWhen(true)] out EncodedRequest? encoded,
        [NotNullWhen(false)] out string? violation)
    {
        CommandEnvelope envelope = request.ToEnvelope();
        violation = CommandLimits.FirstViolation(envelope);
        encoded = null;
        if (violation is not null)
            return false;
        var writer = new CanonicalWriter(UsualBytes);
        EnvelopeCodec.Write(writer, envelope);
        encoded = new EncodedRequest(writer.WrittenMemory);
        return true;
    }

    /// <summary>What the bytes say, decoded once.</summary>
    /// <param name="texts">Where recurring strings come from, or null.</param>
    public bool TryDecode(Utf8StringPool? texts, out CommandEnvelope envelope)
    {
        if (_decoded is null)
            return EnvelopeCodec.TryDecode(Envelope.Span, texts, out envelope, out _);
        envelope = _decoded.Value;
        return true;
    }

    /// <inheritdoc/>
    public static EncodedRequest Walk<V>(ref V v, in EncodedRequest r)
        where V : struct, IByteFields, allows ref struct
    {
        ReadOnlyMemory<byte> bytes = r.Envelope;
        CommandEnvelope envelope = v.Encoded<CommandEnvelope, EnvelopeShape>("request", default, ref bytes);
        return V.Makes && !v.Failed ? new EncodedRequest(bytes, new StrongBox<CommandEnvelope>(envelope)) : r;
    }
}
