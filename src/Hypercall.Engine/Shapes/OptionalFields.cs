namespace Hypercall.Engine.Shapes;

/// <summary>
/// Fields behind a flag that says whether they are there; in text they are left out, or null, where they are not. And
/// tags whose bits say which of the members behind them are there.
/// </summary>
internal static class OptionalFields
{
    extension<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        public T? OptionalPart<T, TShape>(string name, T? part, bool orNull = false)
            where T : class
            where TShape : IShape<T> =>
            v.Has(name, part is not null, orNull) ? v.Part<T, TShape>(name, part ?? TShape.Blank) : null;

        public T? OptionalPart<T, TShape>(string name, T? part, bool orNull = false)
            where T : struct
            where TShape : IShape<T> =>
            v.Has(name, part.HasValue, orNull) ? v.Part<T, TShape>(name, part.GetValueOrDefault()) : null;

        public Price? Optional(string name, Price? price) =>
            v.Has(name, price.HasValue) ? v.Price(name, price.GetValueOrDefault()) : null;

        public Quantity? Optional(string name, Quantity? size) =>
            v.Has(name, size.HasValue) ? v.Quantity(name, size.GetValueOrDefault()) : null;

        public Cash? Optional(string name, Cash? amount, bool orNull = false) =>
            v.Has(name, amount.HasValue, orNull) ? v.Cash(name, amount.GetValueOrDefault()) : null;

        public long? Optional(string name, long? number, long min = long.MinValue, bool orNull = false) =>
            v.Has(name, number.HasValue, orNull) ? v.Int64(name, number.GetValueOrDefault(), min, long.MaxValue) : null;

        public string? Optional(string name, string? text, int maxBytes, int minBytes = 0, bool orNull = false) =>
            v.Has(name, text is not null, orNull) ? v.Text(name, text ?? "", minBytes, maxBytes) : null;

        public WalletAddress? Optional(string name, WalletAddress? address, bool orNull = false) =>
            v.Has(name, address.HasValue, orNull) ? v.Address(name, address.GetValueOrDefault()) : null;

        /// <summary>Which of three members follow, from the lowest bit on.</summary>
        public (bool First, bool Second, bool Third) Members(string name, bool first, bool second, bool third)
        {
            byte bits = v.Tag(name, Packed(first, second, third, fourth: false), 7);
            return ((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
        }

        /// <summary>Which of four members follow, from the lowest bit on.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (bool First, bool Second, bool Third, bool Fourth) Members(
            string name, bool first, bool second, bool third, bool fourth) =>
            Unpacked(v.Tag(name, Packed(first, second, third, fourth), 15));

        /// <summary>Which of up to eight members follow, from the lowest bit on, in place.</summary>
        public void Members(string name, scoped Span<bool> members)
        {
            int bits = 0;
            for (int i = 0; i < members.Length; i++)
                bits |= members[i] ? 1 << i : 0;
            bits = v.Tag(name, (byte)bits, (byte)((1 << members.Length) - 1));
            for (int i = 0; i < members.Length; i++)
                members[i] = (bits & 1 << i) != 0;
        }
    }

    /// <summary>What the lowest four bits of a tag say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (bool First, bool Second, bool Third, bool Fourth) Unpacked(byte bits) =>
        ((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Packed(bool first, bool second, bool third, bool fourth) =>
        (byte)((first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0) | (fourth ? 8 : 0));
}
