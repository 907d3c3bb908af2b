using System.Numerics;
using Hypercall.Engine.Commands;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// What liquidation asks of a wallet: positions only, marks current, else last, else those of what was never marked, so
/// that there always is an answer.
/// </summary>
internal sealed partial class NaiveEngine
{
    private NaiveRisk MaintenanceRisk => new(_state, NaiveMarks.Maintenance);

    private bool IsBelowMaintenance(NaiveWallet wallet) =>
        MaintenanceRisk.IsBelowMaintenance(PositionsOf(wallet))!.Value;

    /// <summary>O of risk.md A4.</summary>
    private BigInteger OwnEquity(NaiveWallet wallet) => MaintenanceRisk.OwnEquity(PositionsOf(wallet))!.Value;

    private BigInteger ExcessOfPositions(NaiveWallet wallet) =>
        MaintenanceRisk.Margin(PositionsOf(wallet))!.Excess;

    /// <summary>In portfolio mode after the factor of maintenance.</summary>
    private BigInteger MaintenanceMargin(NaiveWallet wallet) =>
        MaintenanceRisk.Maintenance(PositionsOf(wallet))!.Value;

    /// <summary>Value of one contract of what a wallet holds.</summary>
    private NaiveValue MaintenanceValue(NaivePosition position) =>
        Pricing.Value(position, NaiveMarks.Maintenance)!;

    /// <summary>The band of distress alone: whether a wallet is in distress the caller knows.</summary>
    private bool IsInDistressBand(string symbol, Side side, long price) =>
        CheckDistressBand(symbol, side, price) is null;

    private static NaiveMarginCase PositionsOf(NaiveWallet wallet) => NaiveMarginCase.Of(wallet, []);
}
