namespace Hypercall.Sequencer.Client;

/// <summary>How often and how soon a client tries again.</summary>
/// <param name="MaxTries">Tries of one request, the first included.</param>
/// <param name="FirstDelayMs">Wait before the second try where the engine does not say; doubled for each further one.</param>
/// <param name="LongestDelayMs">Longest wait between two tries, unless the engine says more.</param>
public sealed record RetryOptions(int MaxTries = 10, long FirstDelayMs = 10, long LongestDelayMs = 2_000);
