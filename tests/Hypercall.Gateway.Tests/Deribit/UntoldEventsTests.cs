using Hypercall.Gateway.Deribit;

namespace Hypercall.Gateway.Tests.Deribit;

/// <summary>A wallet hears in order what happened to it, and of no other wallet's being slow.</summary>
public sealed class UntoldEventsTests
{
    private static readonly WalletAddress Slow = TestKey.Of(1).Address;
    private static readonly WalletAddress Other = TestKey.Of(2).Address;

    private readonly List<(IReadOnlyList<DeribitOwnEvent> Events, Action Then)> _telling = [];
    private readonly UntoldEvents _untold;

    public UntoldEventsTests() => _untold = new UntoldEvents((events, then) => _telling.Add((events, then)));

    [Fact]
    public void A_wallet_that_is_told_slowly_keeps_no_other_waiting()
    {
        DeribitOwnEvent[] happened = [Happened(Slow), Happened(Slow), Happened(Slow), Happened(Other)];
        foreach (DeribitOwnEvent one in happened)
            Assert.True(_untold.TryAdd(one.Channel.Wallet!.Value, [one]));
        Assert.Equal([[happened[0]], [happened[3]]], _telling.Select(told => told.Events));

        _telling[0].Then();
        Assert.Equal([happened[1], happened[2]], _telling[^1].Events);

        // Once there is nothing more to tell, what happens is told at once again.
        _telling[^1].Then();
        Assert.True(_untold.TryAdd(Slow, [happened[0]]));
        Assert.Equal(4, _telling.Count);
    }

    [Fact]
    public void Of_one_that_too_much_waits_for_nothing_is_told()
    {
        for (int count = 0; count <= UntoldEvents.MostWaiting; count++)
            Assert.True(_untold.TryAdd(Slow, [Happened(Slow)]));
        Assert.False(_untold.TryAdd(Slow, [Happened(Slow)]));
        Assert.True(_untold.TryAdd(Other, [Happened(Other)]));

        _telling[0].Then();
        Assert.Equal([Slow, Other], Told());
    }

    [Fact]
    public void So_many_are_told_at_once_and_the_rest_in_turn()
    {
        WalletAddress[] wallets =
            [.. Enumerable.Range(1, UntoldEvents.MostAtOnce + 2).Select(seed => TestKey.Of(seed).Address)];
        foreach (WalletAddress wallet in wallets.Append(wallets[0]).Append(wallets[^1]))
            Assert.True(_untold.TryAdd(wallet, [Happened(wallet)]));
        Assert.Equal(wallets[..UntoldEvents.MostAtOnce], Told());

        // The first has more to hear, after those that have heard nothing; those hear all that waits.
        for (int done = 0; done < 3; done++)
            _telling[done].Then();
        Assert.Equal([.. wallets, wallets[0]], Told());
        Assert.Equal(2, _telling[^2].Events.Count);
    }

    private IEnumerable<WalletAddress> Told() => _telling.Select(told => told.Events[0].Channel.Wallet!.Value);

    private static DeribitOwnEvent Happened(WalletAddress wallet) =>
        new(DeribitChannel.Of("user.orders.any.any.raw", wallet)!, [], null, null);
}
