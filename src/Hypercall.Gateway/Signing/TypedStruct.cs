using System.Text;

namespace Hypercall.Gateway.Signing;

/// <summary>An EIP-712 type: what encodes it, and its hash, made once.</summary>
/// <param name="text">Name and fields, <c>Name(type field,…)</c>.</param>
internal sealed class TypedStruct(string text)
{
    private readonly byte[] _typeHash = Keccak.Hash(Encoding.UTF8.GetBytes(text));

    public string Text => text;

    public ReadOnlySpan<byte> TypeHash => _typeHash;

    public int Fields { get; } = text.Count(letter => letter == ',') + 1;
}
