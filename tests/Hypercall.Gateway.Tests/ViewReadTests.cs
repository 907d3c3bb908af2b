using Akka.Actor;
using Hypercall.Actors.Views;
using Hypercall.Gateway.Answers;
using Hypercall.Gateway.Reads;
using Hypercall.Views.Feed;
using Hypercall.Views.MarketData;

namespace Hypercall.Gateway.Tests;

/// <summary>Reads of a view, which hears of a command by another way than the replica that was waited for.</summary>
public sealed class ViewReadTests : IAsyncLifetime
{
    private const string Symbol = "ETH-20260605-2000-C";
    private const long Asked = 7;

    private ActorSystem _system = null!;

    public Task InitializeAsync()
    {
        _system = HubSystem.Begin("view-reads");
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_view_that_is_behind_is_asked_again()
    {
        MarketSnapshot book = await ReadAsync(FeedStatus.Ready, Asked - 2, Asked - 1, Asked + 1);

        Assert.Equal(Asked + 1, book.Sequence);
    }

    [Fact]
    public async Task A_view_that_repairs_a_gap_is_not_waited_for()
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => ReadAsync(FeedStatus.CatchingUp, Asked + 1));

        Assert.Equal("ViewRepairing", refused.Error.Code);
    }

    private Task<MarketSnapshot> ReadAsync(FeedStatus status, params long[] sequences)
    {
        HubSystem.BeginViews(_system, Props.Create(() => new MarketStub(status, sequences)));
        var reads = new MarketReads(
            GatewayVenue.Of(_system, HubSystem.Partition),
            new GatewayOptions { Url = null, Partition = HubSystem.Partition },
            null!,
            null!)
        {
            ViewPatience = TimeSpan.FromMinutes(1),
        };
        return reads.BookAsync(Symbol, Asked, CancellationToken.None);
    }

    /// <summary>Has got one further at each question.</summary>
    private sealed class MarketStub(FeedStatus status, long[] sequences) : UntypedActor
    {
        private int _asked;

        protected override void OnReceive(object message)
        {
            long sequence = sequences[_asked++];
            Sender.Tell(new MarketSubscribed(
                Symbol, status, sequence, new MarketSnapshot(Symbol, sequence, 0, null, [], [], [])));
        }
    }
}
