using System.Numerics;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// The twin by itself: what it is compared with must at least conserve contracts and money, through settlement, debts,
/// insurance, mode changes, quotes, option deposits and withdrawals too.
/// </summary>
public sealed class TwinConservationTests
{
    [Fact]
    public void Positions_sum_to_zero_and_cash_to_deposits_less_withdrawals()
    {
        var coverage = new Coverage();
        for (int seed = 1; seed <= 24; seed++)
        {
            var twin = new NaiveEngine();
            var stream = new CommandStream(seed, twin.State);
            for (int i = 0; i < 1_500; i++)
            {
                CommandEnvelope envelope = stream.Next();
                coverage.Add(envelope, twin.Apply(envelope), twin.State);
                string? wrong = Imbalance(twin.State) ?? Disorder(twin.State);
                Demand.That(wrong is null, $"seed {seed}, command {i}: {wrong} after {CommandText.Of(envelope)}");
            }
        }

        string[] moving =
        [
            "Standard settled", "Portfolio settled", "Standard debt", "Portfolio debt", "debt repaid", "insurance pays",
            "settled withdrawn contracts", "fill source=Rfq", "accepted MarginModeUpdate", "accepted OptionDepositUpdate",
            "accepted OptionWithdrawalUpdate", "accepted InsuranceDeposit", "accepted CashWithdrawalUpdate",
        ];
        Assert.Empty(coverage.Missing().Intersect(moving));
    }

    [Fact]
    public void So_they_do_through_every_liquidation()
    {
        for (int seed = 1; seed <= 40; seed++)
        {
            var twin = new NaiveEngine();
            var stream = new LiquidationStream(seed, twin.State);
            for (int i = 0; i < 200; i++)
            {
                CommandEnvelope envelope = stream.Next();
                twin.Apply(envelope);
                string? wrong = Imbalance(twin.State) ?? Disorder(twin.State);
                Demand.That(wrong is null, $"seed {seed}, command {i}: {wrong} after {CommandText.Of(envelope)}");
            }
        }
    }

    private static string? Imbalance(NaiveState state)
    {
        BigInteger cash = state.Clearing + state.Fees + state.Insurance - state.Deposits + state.Withdrawals;
        BigInteger clearing = state.Clearing - state.HoldingsSettled;
        foreach (NaiveWallet wallet in state.Wallets)
        {
            cash += wallet.Cash - wallet.Debt;
            foreach (NaivePosition position in wallet.Positions)
            {
                if (wallet.Mode == MarginMode.Portfolio)
                    clearing += position.Cost;
                if (position.Size.IsZero && !position.Cost.IsZero)
                    return $"{position.Symbol} is flat and has a cost";
            }
        }

        // Clearing holds what portfolio wallets have not paid for their positions and what withdrawn contracts were worth.
        if (!cash.IsZero)
            return $"cash is off by {cash}";
        return clearing.IsZero ? ContractImbalance(state) : $"clearing is off by {clearing}";
    }

    /// <summary>What risk.md promises of the state after each command.</summary>
    private static string? Disorder(NaiveState state)
    {
        if (state.Insurance < 0)
            return "the insurance fund is below zero";
        if (state.Dirty.Distinct().Count() != state.Dirty.Count || (state.Dirty.Count > 0 && !state.Rules.MarginEnabled))
            return "somebody waits twice for examination, or in vain";
        foreach (NaiveWallet wallet in state.Wallets)
        {
            if (wallet.Debt < 0 || (wallet.Debt > 0 && wallet.Cash > 0))
                return $"{wallet.Address} has cash beside a debt";
            LiquidationMode mode = wallet.Stage?.Mode ?? LiquidationMode.None;
            if (!wallet.Liquidation.Has(mode))
                return $"{wallet.Address} is {wallet.Liquidation} and its stage {mode}";
            bool mayOrder = wallet.Liquidation <= LiquidationState.PreLiquidation;
            bool isPartial = mode == LiquidationMode.Partial;
            if (state.Orders.Exists(o => o.Wallet == wallet.Address && !(o.IsLiquidation ? isPartial : mayOrder)))
                return $"{wallet.Address} is {wallet.Liquidation} and has orders";
        }

        return null;
    }

    private static string? ContractImbalance(NaiveState state)
    {
        Dictionary<string, BigInteger> sums = state.Instruments.ToDictionary(i => i.Symbol, i => i.Holding);
        foreach (NaivePosition position in state.Wallets.SelectMany(w => w.Positions).Where(p => !p.Size.IsZero))
        {
            if (!sums.ContainsKey(position.Symbol))
                return $"a position in {position.Symbol}, which is gone";
            sums[position.Symbol] += position.Size;
        }

        return state.Instruments.Exists(i => i.Holding < 0) || sums.Values.Any(s => !s.IsZero)
            ? "contracts do not sum to zero"
            : null;
    }
}
