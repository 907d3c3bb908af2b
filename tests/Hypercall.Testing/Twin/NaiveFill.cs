namespace Hypercall.Testing.Twin;

/// <summary>A fill that is being settled.</summary>
internal sealed record NaiveFill(
    string Symbol, long Price, long Size, Side TakerSide, NaiveFillSide Taker, NaiveFillSide Maker, FillSource Source)
{
    public BigInteger TakerQuantity => TakerSide == Side.Buy ? Size : -(BigInteger)Size;
}

/// <summary>A wallet in a fill; a quote has no order.</summary>
internal sealed record NaiveFillSide(
    NaiveWallet Wallet, long OrderId, WalletAddress? Builder, bool IsLiquidation = false);
