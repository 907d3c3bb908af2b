namespace Hypercall.Engine.State;

/// <summary>
/// Collects what one command changed and closes the hash chain over it: H(n) = SHA-256(H(n−1) ‖ encoded envelope ‖
/// change records) (architecture.md §State hash). Only the state's tables append records, each where it changes; the
/// record types are those of <see cref="ChangeKind"/>. Outside a command, and with hashing off, nothing is collected.
/// </summary>
internal sealed class ChangeLog
{
    private readonly CanonicalWriter _writer = new(1024);
    private bool _isOpen;

    /// <summary>Computes the hashes, or null: they are left at zero, and nothing is collected.</summary>
    public ISha256? Sha256 { get; set; }

    /// <summary>Starts the records of a command.</summary>
    /// <param name="encoded">Its canonical bytes where they are at hand, else empty.</param>
    /// <param name="before">The hash before it; null where a chain of the host's knows it.</param>
    public void Begin(in CommandEnvelope envelope, ReadOnlySpan<byte> encoded, Hash256? before)
    {
        _isOpen = Sha256 is not null;
        if (!_isOpen)
            return;
        _writer.Reset();
        if (before is { } hash)
            _writer.WriteHash(hash);
        if (encoded.IsEmpty)
            EnvelopeCodec.Write(_writer, envelope);
        else
            _writer.WriteBytes(encoded);
    }

    /// <summary>Begins a record; false where none is collected.</summary>
    /// <param name="kind">What the record says.</param>
    /// <param name="output">Where its content goes.</param>
    public bool TryBegin(ChangeKind kind, out CanonicalOutput output)
    {
        output = new CanonicalOutput(_writer);
        if (_isOpen)
            _writer.WriteByte((byte)kind);
        return _isOpen;
    }

    /// <summary>The hash after the command; zero where there is none, or where a chain computes it.</summary>
    public Hash256 Complete(IHashChain? chain)
    {
        if (!_isOpen)
            return default;
        _isOpen = false;
        if (chain is null)
            return Sha256!.Compute(_writer.Written);
        chain.Append(_writer.Written);
        return default;
    }
}
