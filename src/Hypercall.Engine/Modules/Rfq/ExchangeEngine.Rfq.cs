using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// Requests for quote: trades outside the book between two wallets, all legs or none (engine.md §5). They have no
/// order ids, no protection, no self-trade prevention and no builder.
/// </summary>
public sealed partial class ExchangeEngine
{
    private RejectCode ApplyRfq(RfqExecute command)
    {
        RejectCode rejection = CheckRfq(command, FindWallet(command.Taker), FindWallet(command.Maker));
        if (rejection != RejectCode.None)
            return rejection;
        WalletAccount taker = GetOrAddWallet(command.Taker);
        WalletAccount maker = GetOrAddWallet(command.Maker);
        for (int i = 0; i < command.Legs.Length; i++)
            FillLeg(taker, maker, _legInstruments[i]!, command.Legs[i]);
        return RejectCode.None;
    }

    private void FillLeg(WalletAccount taker, WalletAccount maker, Instrument instrument, in RfqLeg leg)
    {
        FeeRules fees = instrument.Underlying.Rules.Fees;
        long price = leg.Price.Units;
        long takerUnits = leg.Side == Side.Buy ? leg.Size.Units : -leg.Size.Units;
        PreviewSide(_takerSide, taker, instrument, takerUnits, price, fees.TakerPpm, builder: null);
        PreviewSide(_makerSide, maker, instrument, -takerUnits, price, fees.MakerPpm, builder: null);
        BoundRebates(_takerSide, _makerSide, fees.BuilderPpm);
        ref Filled filled = ref Events.AppendFilled();
        filled.TradeId = _state.NextTradeId++;
        filled.Symbol = instrument.Symbol;
        filled.Price = leg.Price;
        filled.Size = leg.Size;
        filled.TakerSide = leg.Side;
        filled.TakerOrderId = 0;
        filled.MakerOrderId = 0;
        filled.TakerWallet = taker.Address;
        filled.MakerWallet = maker.Address;
        filled.TakerFee = new Cash(_takerSide.FeeUnits);
        filled.MakerFee = new Cash(_makerSide.FeeUnits);
        filled.TakerRealizedPnl = new Cash(_takerSide.RealizedPnlUnits);
        filled.MakerRealizedPnl = new Cash(_makerSide.RealizedPnlUnits);
        filled.Source = FillSource.Rfq;
        SettleFill(_takerSide, _makerSide, price, fees.BuilderPpm, BalanceReason.Rfq);
        UpdatePosition(_takerSide, instrument);
        UpdatePosition(_makerSide, instrument);
    }
}
