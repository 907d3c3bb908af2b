namespace Hypercall.Sequencer.Client;

/// <summary>How long, how soon and how much a client tries again.</summary>
/// <param name="PatienceMs">How long one request is tried in all; 0: once.</param>
/// <param name="FirstDelayMs">
/// Wait before the second try where the engine does not say; doubled for each further one.
/// </param>
/// <param name="LongestDelayMs">
/// Longest wait between two tries, unless the engine says more; at random each wait is up to one and a half times that.
/// </param>
/// <param name="Reserve">Tries beyond the first that a <see cref="RetryBudget"/> holds when it is full.</param>
public sealed record RetryOptions(
    long PatienceMs = 30_000, long FirstDelayMs = 10, long LongestDelayMs = 2_000, int Reserve = 4_096);
