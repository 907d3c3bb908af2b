using Hypercall.Views.Liquidations;
using Hypercall.Views.Statistics;

namespace Hypercall.Views.Tests.Folds;

/// <summary>No event may be left out by accident: each view says of each kind whether it is made of it.</summary>
public sealed class EventKindTests
{
    public static TheoryData<EventKind> Kinds => [.. Enum.GetValues<EventKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_view_has_decided_about_every_kind(EventKind kind)
    {
        bool isUsed = MarketDataView.Uses(kind) | PortfolioView.Uses(kind) | StatisticsView.Uses(kind)
            | LiquidationsView.Uses(kind);
        bool isPrivate = kind is EventKind.MmpTriggered or EventKind.MmpConfigChanged or EventKind.TierChanged
            or EventKind.AgentChanged or EventKind.RulesChanged;
        Assert.Equal(!isPrivate, isUsed);
    }

    [Fact]
    public void A_kind_of_a_newer_engine_stops_the_view()
    {
        var unknown = (EventKind)250;
        Assert.Contains("250", Assert.Throws<ArgumentException>(() => MarketDataView.Uses(unknown)).Message);
        Assert.Contains("250", Assert.Throws<ArgumentException>(() => PortfolioView.Uses(unknown)).Message);
        Assert.Contains("250", Assert.Throws<ArgumentException>(() => StatisticsView.Uses(unknown)).Message);
        Assert.Contains("250", Assert.Throws<ArgumentException>(() => LiquidationsView.Uses(unknown)).Message);
    }
}
