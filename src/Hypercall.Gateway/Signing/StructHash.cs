using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Hypercall.Gateway.Signing;

/// <summary>
/// Encodes one EIP-712 struct, field by field in the order of its type: each takes 32 bytes, of a string its hash.
/// </summary>
internal ref struct StructHash
{
    private const int Slot = 32;
    private const int MostFields = 16;

    private readonly TypedStruct _type;
    private Slots _encoded;
    private int _fields;

    public StructHash(TypedStruct type)
    {
        _type = type;
        type.TypeHash.CopyTo((Span<byte>)_encoded);
    }

    public void Add(WalletAddress value) => value.CopyTo(Next()[(Slot - WalletAddress.Length)..]);

    public void Add(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Next()[(Slot - sizeof(ulong))..], value);

    public void Add(long value) => Add((ulong)value);

    public void Add(bool value) => Next()[Slot - 1] = value ? (byte)1 : (byte)0;

    /// <summary>A string as it stands, in UTF-8.</summary>
    public void Add(string value) => TextHashes.Write(value, Next());

    /// <summary>The struct's hash.</summary>
    public readonly void Finish(scoped Span<byte> hash)
    {
        if (_fields != _type.Fields)
            throw new InvalidOperationException($"{_fields} fields are encoded, {_type.Fields} are of {_type.Text}");
        Keccak.Hash(((ReadOnlySpan<byte>)_encoded)[..(Slot * (_fields + 1))], hash);
    }

    [UnscopedRef]
    private Span<byte> Next() => ((Span<byte>)_encoded).Slice(Slot * ++_fields, Slot);

    [InlineArray(Slot * (MostFields + 1))]
    private struct Slots
    {
        private byte _first;
    }
}
