using Hypercall.Engine.Commands;
using Hypercall.Engine.Modules.Accounting;

namespace Hypercall.Engine.Modules.Rfq;

/// <summary>
/// Requests for quote: trades outside the book between two wallets, all legs or none (engine.md §5). They have no
/// order ids, no protection, no self-trade prevention and no builder.
/// </summary>
internal sealed class QuoteExecution(EngineState state, FillAccounting fills, RfqChecks rfqChecks)
{
    public RejectCode ApplyRfq(RfqExecute command)
    {
        RejectCode rejection = rfqChecks.CheckRfq(
            command, state.Wallets.Find(command.Taker), state.Wallets.Find(command.Maker));
        if (rejection != RejectCode.None)
            return rejection;
        WalletAccount taker = state.Wallets.GetOrAdd(command.Taker);
        WalletAccount maker = state.Wallets.GetOrAdd(command.Maker);
        for (int i = 0; i < command.Legs.Length; i++)
            FillLeg(taker, maker, command.Legs[i]);
        return RejectCode.None;
    }

    private void FillLeg(WalletAccount taker, WalletAccount maker, in RfqLeg leg) => fills.Execute(new Trade(
        taker, maker, state.Markets.Find(leg.Symbol)!, leg.Price.Units, Sides.Signed(leg.Side, leg.Size.Units),
        FillSource.Rfq));
}
