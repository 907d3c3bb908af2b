namespace Hypercall.Gateway.Standing;

/// <summary>A wallet's portfolio as it stands at a sequence.</summary>
/// <param name="Risk">Its risk in portfolio mode, else null.</param>
/// <param name="Realized">What it has realized.</param>
internal sealed record WalletPicture(
    WalletReport Report, RiskView? Risk, IReadOnlyList<RealizedRow> Realized, long Sequence, long TimestampMs)
{
    /// <summary>What writes it.</summary>
    public PortfolioJson Json(long nowMs) => new(Report, Risk, Realized, nowMs);
}
