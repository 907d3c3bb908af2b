namespace Hypercall.Actors.Views;

/// <summary>To a statistics view of this system; answered by its <c>StatisticsSnapshot</c>.</summary>
public sealed class QueryStatistics
{
    private QueryStatistics()
    {
    }

    /// <summary>The one instance.</summary>
    public static QueryStatistics Instance { get; } = new();
}
