using Hypercall.Engine.Modules;
using Hypercall.Engine.Modules.Books;
using Hypercall.Engine.Modules.Liquidation;
using Hypercall.Engine.Modules.Markets;
using Hypercall.Engine.Modules.Orders;
using Hypercall.Engine.Modules.Requests;

namespace Hypercall.Engine;

/// <summary>What time alone does, before every command (engine.md §1).</summary>
internal sealed class TimeAdvance(
    EngineState state,
    Turn turn,
    RestingOrders resting,
    DeadManSwitches switches,
    Expiries expiries,
    Signers signers,
    LiquidationSteps steps)
{
    /// <summary>Does what is due now.</summary>
    /// <param name="isTick">A Tick follows, which has time for more.</param>
    public void Run(bool isTick)
    {
        long now = state.TimestampMs;
        if (state.Orders.EarliestExpiryMs <= now)
            resting.CancelExpired(now);
        if (state.Wallets.EarliestCancelAllMs <= now)
            switches.FireDeadManSwitches(now);
        if (state.Markets.EarliestExpiryMs <= now)
            expiries.ExpireInstruments(now);
        signers.ForgetTheOld(now, isTick);
        if (state.Wallets.EarliestStepMs <= now)
            steps.RunLiquidationSteps(isTick);
        turn.LastOrder = null;
    }
}
