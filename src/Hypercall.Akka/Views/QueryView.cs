namespace Hypercall.Actors.Views;

/// <summary>To a view of this system: how does it stand? Answered by <see cref="ViewStatus"/>.</summary>
public sealed class QueryView
{
    private QueryView()
    {
    }

    /// <summary>The one instance.</summary>
    public static QueryView Instance { get; } = new();
}
