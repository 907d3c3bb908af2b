namespace Hypercall.Actors.Engine;

/// <summary>The journal holds an event that this version cannot read: recovery ends, nothing is skipped.</summary>
internal sealed class UnknownEventException : Exception
{
    /// <summary>An event of a type that is unknown.</summary>
    /// <param name="persistenceId">Whose journal.</param>
    /// <param name="number">The event's number.</param>
    public UnknownEventException(string persistenceId, long number, object payload)
        : this(persistenceId, number, $"it is a {payload.GetType().FullName}, which is unknown here")
    {
    }

    /// <summary>An event whose bytes are damaged.</summary>
    /// <param name="persistenceId">Whose journal.</param>
    /// <param name="number">The event's number.</param>
    /// <param name="what">What is wrong.</param>
    public UnknownEventException(string persistenceId, long number, string what)
        : base($"event {number} of {persistenceId}: {what}")
    {
    }
}
