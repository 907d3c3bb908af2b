namespace Hypercall.Gateway.Reads;

/// <summary>Questions to actors that may be silent.</summary>
internal static class Asking
{
    /// <summary>Asks once.</summary>
    /// <returns>The answer; null where none came in time.</returns>
    public static async Task<T?> TryAskAsync<T>(
        this ICanTell target, object question, TimeSpan limit, CancellationToken cancellation = default)
        where T : class
    {
        try
        {
            return await target.Ask<T>(question, limit, cancellation);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
