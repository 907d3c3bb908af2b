using Hypercall.Views.Folds;

namespace Hypercall.Views.Tests.Folds;

/// <summary>No event may be left out by accident: it is decided of each kind which views are made of it.</summary>
public sealed class EventKindTests
{
    [Fact]
    public void Every_kind_is_known_to_the_views() =>
        Assert.All(Enum.GetValues<EventKind>(), OutcomeFold.PassOver);

    [Fact]
    public void A_kind_of_a_newer_engine_stops_the_view() => Assert.Contains(
        "250", Assert.Throws<ArgumentException>(() => OutcomeFold.PassOver((EventKind)250)).Message);
}
