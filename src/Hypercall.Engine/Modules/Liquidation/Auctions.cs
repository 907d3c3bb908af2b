using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Modules.Liquidation;

/// <summary>Auctions of whole portfolios (risk.md §B3); none is started yet, so no bid means one.</summary>
internal sealed class Auctions
{
#pragma warning disable CA1822
    public RejectCode ApplyBid(LiquidationBid command) => RejectCode.InvalidBid;
#pragma warning restore CA1822
}
