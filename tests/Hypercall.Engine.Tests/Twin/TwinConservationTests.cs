using System.Numerics;
using Hypercall.Engine.Commands;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>The twin by itself: what it is compared with must at least conserve contracts and money.</summary>
public sealed class TwinConservationTests
{
    [Fact]
    public void Positions_sum_to_zero_and_cash_to_deposits_less_withdrawals()
    {
        var coverage = new Coverage();
        for (int seed = 1; seed <= 20; seed++)
        {
            var twin = new NaiveEngine();
            var stream = new CommandStream(seed, twin.State);
            for (int i = 0; i < 2_000; i++)
            {
                CommandEnvelope envelope = stream.Next();
                coverage.Add(envelope, twin.Apply(envelope), twin.State);
                Assert.True(IsBalanced(twin.State), $"seed {seed}, command {i}: {CommandText.Of(envelope)}");
            }
        }

        Assert.Empty(coverage.Missing());
    }

    private static bool IsBalanced(NaiveState state)
    {
        BigInteger cash = state.Clearing + state.Fees + state.Insurance - state.Deposits + state.Withdrawals;
        BigInteger contracts = 0;
        BigInteger portfolioCost = state.Clearing;
        foreach (NaiveWallet wallet in state.Wallets)
        {
            cash += wallet.Cash;
            foreach (NaivePosition position in wallet.Positions)
            {
                contracts += position.Size;
                if (wallet.Mode == MarginMode.Portfolio)
                    portfolioCost += position.Cost;
                if (position.Size.IsZero && !position.Cost.IsZero)
                    return false;
            }
        }

        // Clearing holds what portfolio wallets have not paid for their positions, and nothing else.
        return cash.IsZero && contracts.IsZero && portfolioCost.IsZero;
    }
}
