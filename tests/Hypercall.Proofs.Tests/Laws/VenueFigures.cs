using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Proofs.Tests.Laws;

/// <summary>What stands in the accounts of a small venue at one moment, in plain arrays by number.</summary>
internal sealed class VenueFigures
{
    public const int MostWallets = 8;
    public const int MostInstruments = 4;

    public int Wallets { get; private set; }
    public int Instruments { get; private set; }
    public Int128[] Cash { get; } = new Int128[MostWallets];
    public Int128[] Debt { get; } = new Int128[MostWallets];
    public LiquidationState[] Liquidation { get; } = new LiquidationState[MostWallets];
    public MarginMode[] Mode { get; } = new MarginMode[MostWallets];
    public long[] Quantity { get; } = new long[MostWallets * MostInstruments];
    public Int128[] Cost { get; } = new Int128[MostWallets * MostInstruments];
    public Int128 Clearing { get; private set; }
    public Int128 Fees { get; private set; }
    public Int128 Insurance { get; private set; }

    /// <summary>All cash there is, debts taken off.</summary>
    public Int128 Total { get; private set; }

    public static int At(int wallet, int instrument) => wallet * MostInstruments + instrument;

    public void Read(EngineState state)
    {
        Wallets = state.Wallets.Count;
        Instruments = state.Markets.NextNumber;
        Clearing = state.Ledger.ClearingUnits;
        Fees = state.Ledger.FeesUnits;
        Insurance = state.Ledger.InsuranceUnits;
        Total = Clearing + Fees + Insurance;
        Array.Clear(Quantity);
        Array.Clear(Cost);
        for (int number = 0; number < Wallets; number++)
            Read(state, state.Wallets[number]);
    }

    private void Read(EngineState state, WalletAccount wallet)
    {
        Cash[wallet.Number] = wallet.CashUnits;
        Debt[wallet.Number] = wallet.DebtUnits;
        Liquidation[wallet.Number] = wallet.LiquidationState;
        Mode[wallet.Number] = wallet.Mode;
        Total += wallet.CashUnits - wallet.DebtUnits;
        for (int slot = wallet.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfWallet)
        {
            ref readonly PositionEntry entry = ref state.Positions[slot];
            int at = At(wallet.Number, entry.Instrument);
            Quantity[at] = entry.QuantityUnits;
            Cost[at] = entry.CostUnits;
        }
    }
}
