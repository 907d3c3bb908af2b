using System.Text;

namespace Hypercall.Sequencer.Live;

/// <summary>What a host writes to a diagnostic file when applying a command threw.</summary>
/// <param name="RecordNumber">The record that holds the command.</param>
/// <param name="Sequence">The command's sequence.</param>
/// <param name="Envelope">The command's envelope in the canonical encoding.</param>
/// <param name="Digests">Component digests of the state as it was left; empty where they could not be had.</param>
/// <param name="DigestError">Why the digests could not be had, or null.</param>
public sealed record EngineDiagnostic(
    long RecordNumber,
    long Sequence,
    string Command,
    ReadOnlyMemory<byte> Envelope,
    string Exception,
    IReadOnlyList<KeyValuePair<string, Hash256>> Digests,
    string? DigestError)
{
    /// <summary>The diagnostic as lines of text, for a file or a log.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append($"record    {RecordNumber}\n");
        text.Append($"sequence  {Sequence}\n");
        text.Append($"command   {Command}\n");
        text.Append($"envelope  {Convert.ToHexStringLower(Envelope.Span)}\n");
        foreach (KeyValuePair<string, Hash256> digest in Digests)
            text.Append($"digest    {digest.Key} {digest.Value}\n");
        if (DigestError is { } digestError)
            text.Append($"digests   {digestError}\n");
        text.Append($"\n{Exception}\n");
        return text.ToString();
    }

    /// <summary>The diagnostic of a command that was applied and threw.</summary>
    internal static EngineDiagnostic Create(
        long recordNumber, in CommandEnvelope envelope, Exception exception, ExchangeEngine engine)
    {
        IReadOnlyList<KeyValuePair<string, Hash256>> digests = [];
        string? digestError = null;
        try
        {
            digests = engine.ComputeDigest().Components;
        }
        catch (Exception second)
        {
            // The engine is broken already; that its digests cannot be had either is part of the diagnosis.
            digestError = second.ToString();
        }

        return new EngineDiagnostic(
            recordNumber,
            envelope.Sequence,
            envelope.Command.ToString(),
            EnvelopeCodec.Encode(envelope),
            exception.ToString(),
            digests,
            digestError);
    }
}
