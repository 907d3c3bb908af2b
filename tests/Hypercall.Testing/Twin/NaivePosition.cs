namespace Hypercall.Testing.Twin;

/// <summary>Signed quantity and cost, moved fill by fill (engine.md §6).</summary>
internal sealed class NaivePosition
{
    public required string Symbol { get; init; }
    public BigInteger Size { get; private set; }
    public BigInteger Cost { get; private set; }

    /// <summary>Cost per contract at 8 decimals; 0 when flat.</summary>
    public BigInteger EntryPrice =>
        Size.IsZero ? 0 : NaiveMath.DivideRounded(Cost * Size.Sign, BigInteger.Abs(Size));

    /// <summary>Takes a fill.</summary>
    /// <returns>The realized pnl.</returns>
    public BigInteger Fill(BigInteger signedQuantity, BigInteger price)
    {
        BigInteger oldCost = Cost;
        BigInteger opening = signedQuantity;
        if (Size.Sign * signedQuantity.Sign < 0)
        {
            BigInteger closed = BigInteger.Min(BigInteger.Abs(Size), BigInteger.Abs(signedQuantity));
            Cost -= NaiveMath.DivideRounded(Cost * closed, BigInteger.Abs(Size));
            Size += closed * signedQuantity.Sign;
            opening -= closed * signedQuantity.Sign;
        }

        Size += opening;
        Cost += opening * price;
        return Cost - oldCost - signedQuantity * price;
    }

    public NaivePosition Copy() => (NaivePosition)MemberwiseClone();
}
