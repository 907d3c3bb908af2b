using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hypercall.Engine.Domain;

namespace Hypercall.Hashing;

/// <summary>
/// SHA-256 by libcrypto's block function alone: start values and padding are written here, so that a short content
/// takes one call, without the layers between .NET's types and that function, which cost three times what it does. For
/// one thread at a time.
/// </summary>
internal sealed class LibcryptoSha256 : ISha256
{
    private const int BlockBytes = 64;
    private const int LengthBytes = sizeof(ulong);

    /// <summary>Longest content that is copied whole, to lie before its padding.</summary>
    private const int LongestCopied = 1_024;

    /// <summary>
    /// SHA256_CTX begins with the eight words of the state and is 28 words long; twice that is kept for it. Only whole
    /// blocks are fed, so that its other fields stay as they are, zero but for the count of bits, which nobody reads.
    /// </summary>
    private const int ContextWords = 56;

    private const int StateWords = Hash256.Length / sizeof(uint);

    private readonly uint[] _context = new uint[ContextWords];
    private readonly byte[] _last = new byte[LongestCopied + (2 * BlockBytes)];

    /// <summary>FIPS 180-4, 5.3.3.</summary>
    private static ReadOnlySpan<uint> Initial =>
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    /// <inheritdoc/>
    public Hash256 Compute(ReadOnlySpan<byte> content)
    {
        Initial.CopyTo(_context);
        ReadOnlySpan<byte> rest = content.Length > LongestCopied ? FeedBlocks(content) : content;
        int length = Pad(rest, content.Length);
        Libcrypto.UpdateShort(ref _context[0], in _last[0], (nuint)length);
        return Hash256.FromWords(_context.AsSpan(0, StateWords));
    }

    /// <summary>Feeds the whole blocks of a long content.</summary>
    /// <returns>What is left.</returns>
    private ReadOnlySpan<byte> FeedBlocks(ReadOnlySpan<byte> content)
    {
        int length = content.Length - (content.Length % BlockBytes);
        Libcrypto.Update(ref _context[0], in MemoryMarshal.GetReference(content), (nuint)length);
        return content[length..];
    }

    /// <summary>Copies the end of a content and pads it: a one bit, zeros, the length of all in bits.</summary>
    /// <returns>Bytes of whole blocks.</returns>
    private int Pad(ReadOnlySpan<byte> rest, int contentLength)
    {
        int length = (rest.Length + LengthBytes + BlockBytes) / BlockBytes * BlockBytes;
        Span<byte> blocks = _last.AsSpan(0, length);
        rest.CopyTo(blocks);
        blocks[rest.Length] = 0x80;
        blocks[(rest.Length + 1)..^LengthBytes].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(blocks[^LengthBytes..], (ulong)contentLength * 8);
        return length;
    }
}
