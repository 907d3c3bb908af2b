using System.Numerics;
using Hypercall.Engine.Commands;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>Margin of a wallet by the formula of its mode.</summary>
internal sealed class NaiveRisk(NaiveState state) : INaiveMarginFormula
{
    private readonly NaiveStandardMargin _standard = new(state);
    private readonly NaivePortfolioMargin _portfolio = new(state);

    /// <summary>The wallet as it is.</summary>
    public NaiveMarginCase Case(NaiveWallet wallet) =>
        NaiveMarginCase.Of(wallet, state.Orders.Where(o => o.Wallet == wallet.Address));

    public NaiveMargin? Margin(NaiveMarginCase wallet) => Formula(wallet).Margin(wallet);

    public BigInteger? Equity(NaiveMarginCase wallet) => Formula(wallet).Equity(wallet);

    public BigInteger? Maintenance(NaiveMarginCase wallet) => Formula(wallet).Maintenance(wallet);

    public bool? IsBelowMaintenance(NaiveMarginCase wallet) => Formula(wallet).IsBelowMaintenance(wallet);

    private INaiveMarginFormula Formula(NaiveMarginCase wallet) =>
        wallet.Mode == MarginMode.Standard ? _standard : _portfolio;
}
