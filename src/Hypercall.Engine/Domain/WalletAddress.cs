using System.Buffers;
using System.Buffers.Binary;

namespace Hypercall.Engine.Domain;

/// <summary>
/// A 20-byte wallet address, written <c>0x</c> and 40 lower-case hex digits. Ordered as its bytes are.
/// </summary>
public readonly struct WalletAddress : IEquatable<WalletAddress>, IComparable<WalletAddress>
{
    /// <summary>Bytes of an address.</summary>
    public const int Length = 20;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly uint _third;

    private WalletAddress(ulong first, ulong second, uint third)
    {
        _first = first;
        _second = second;
        _third = third;
    }

    /// <summary>The address of exactly 20 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 20 bytes.</exception>
    public static WalletAddress FromBytes(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[16..Length]));

    /// <summary>
    /// An address whose last eight bytes are <paramref name="number"/>, for tests and generated load.
    /// </summary>
    public static WalletAddress FromNumber(ulong number) => new(0, number >> 32, (uint)(number & uint.MaxValue));

    /// <summary>Writes the 20 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _second);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..Length], _third);
    }

    /// <summary>Parses <c>0x</c> + 40 lower-case hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out WalletAddress address)
    {
        address = default;
        if (text.Length != 2 + 2 * Length || !text.StartsWith("0x") || text.ContainsAnyInRange('A', 'Z'))
            return false;
        Span<byte> bytes = stackalloc byte[Length];
        if (Convert.FromHexString(text[2..], bytes, out _, out _) != OperationStatus.Done)
            return false;
        address = FromBytes(bytes);
        return true;
    }

    /// <summary>As <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">The text is no address.</exception>
    public static WalletAddress Parse(string text) => TryParse(text, out WalletAddress address)
        ? address
        : throw new FormatException($"'{text}' is no wallet address (0x and 40 lower-case hex digits)");

    public bool Equals(WalletAddress other) =>
        _first == other._first && _second == other._second && _third == other._third;

    public override bool Equals(object? obj) => obj is WalletAddress other && Equals(other);

    /// <summary>Of this process, for hash tables only.</summary>
    public override int GetHashCode() => TableHash;

    internal int TableHash => SeededHash.Of(_first, _second, _third);

    public int CompareTo(WalletAddress other)
    {
        int order = _first.CompareTo(other._first);
        if (order == 0)
            order = _second.CompareTo(other._second);
        return order != 0 ? order : _third.CompareTo(other._third);
    }

    public static bool operator ==(WalletAddress left, WalletAddress right) => left.Equals(right);
    public static bool operator !=(WalletAddress left, WalletAddress right) => !left.Equals(right);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return "0x" + Convert.ToHexStringLower(bytes);
    }
}
