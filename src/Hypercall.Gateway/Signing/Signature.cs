using System.Buffers.Binary;

namespace Hypercall.Gateway.Signing;

/// <summary>
/// A signature as it is sent, <c>0x</c> and 130 hex digits: r, s, v. r and s are in 1…N−1 and s is at most N/2: the
/// twin with N−s recovers the same signer, and must not be another request.
/// </summary>
internal readonly struct Signature
{
    /// <summary>Bytes of r and s.</summary>
    public const int CompactLength = 64;

    private const int TextLength = 2 + 2 * (CompactLength + 1);

    /// <summary>The order of the curve's group.</summary>
    private static readonly (UInt128 High, UInt128 Low) Order = (
        new UInt128(0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFE), new UInt128(0xBAAEDCE6AF48A03B, 0xBFD25E8CD0364141));

    private static readonly (UInt128 High, UInt128 Low) HalfOrder = (
        new UInt128(0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF), new UInt128(0x5D576E7357A4501D, 0xDFE92F46681B20A0));

    private readonly (UInt128 High, UInt128 Low) _r;
    private readonly (UInt128 High, UInt128 Low) _s;

    private Signature((UInt128 High, UInt128 Low) r, (UInt128 High, UInt128 Low) s, int recoveryId)
    {
        _r = r;
        _s = s;
        RecoveryId = recoveryId;
    }

    /// <summary>Which of the points with this r was meant: 0 or 1.</summary>
    public int RecoveryId { get; }

    /// <summary>Parses a signature.</summary>
    /// <param name="violation">What is wrong with it.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out Signature signature, out string? violation)
    {
        signature = default;
        Span<byte> bytes = stackalloc byte[CompactLength + 1];
        violation = Decode(text, bytes);
        if (violation is not null)
            return false;
        (UInt128 High, UInt128 Low) r = Read(bytes);
        (UInt128 High, UInt128 Low) s = Read(bytes[32..]);
        violation = Check(r, s, bytes[CompactLength]);
        if (violation is not null)
            return false;
        signature = new Signature(r, s, bytes[CompactLength] % 27);
        return true;
    }

    /// <summary>Writes r and s.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, _r.High);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _r.Low);
        BinaryPrimitives.WriteUInt128BigEndian(destination[32..], _s.High);
        BinaryPrimitives.WriteUInt128BigEndian(destination[48..], _s.Low);
    }

    private static string? Decode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        const string shape = "a signature is 0x and 130 hex digits";
        if (text.Length != TextLength || !text.StartsWith("0x", StringComparison.Ordinal))
            return shape;
        return Convert.FromHexString(text[2..], bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? null
            : shape;
    }

    private static string? Check((UInt128 High, UInt128 Low) r, (UInt128 High, UInt128 Low) s, byte v)
    {
        if (v is not (0 or 1 or 27 or 28))
            return "v of the signature is none of 27, 28, 0, 1";
        if (IsZero(r) || r.CompareTo(Order) >= 0)
            return "r of the signature is out of range";
        if (IsZero(s) || s.CompareTo(Order) >= 0)
            return "s of the signature is out of range";
        return s.CompareTo(HalfOrder) > 0 ? "s of the signature is above half of the order" : null;
    }

    private static bool IsZero((UInt128 High, UInt128 Low) number) => number.High == 0 && number.Low == 0;

    private static (UInt128 High, UInt128 Low) Read(ReadOnlySpan<byte> bytes) => (
        BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
}
