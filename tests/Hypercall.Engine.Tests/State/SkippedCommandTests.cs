using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Engine.Tests.State;

/// <summary>A command that the operator skips (runtime.md §2) is remembered as any other is.</summary>
public sealed class SkippedCommandTests
{
    private static readonly WalletAddress Wallet = WalletAddress.FromNumber(1);

    [Fact]
    public void A_skipped_request_that_comes_again_is_told_so_and_moves_nothing()
    {
        var engine = new ExchangeEngine();
        Assert.Equal(RejectCode.Skipped, engine.ApplySkipped(Deposit(1, request: 5)).Rejection.Code);

        ApplyOutput again = engine.Apply(Deposit(2, request: 5));

        Assert.Equal((true, RejectCode.Skipped), (again.Duplicate, again.Rejection.Code));
        Assert.Equal(1, again.First!.Value.Sequence);
        Assert.True(engine.Apply(Deposit(3, request: 6)).Accepted);
    }

    private static CommandEnvelope Deposit(long sequence, ulong request) => new(
        sequence,
        RichEngine.StartMs,
        new RequestId(request),
        null,
        null,
        null,
        new DepositUpdate(Wallet, Cash.FromUsdc(1), "bank", 1));
}
