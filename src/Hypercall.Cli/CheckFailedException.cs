namespace Hypercall.Cli;

/// <summary>What a verb was to check does not hold; the message is the one line that says so. Exit code 1.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
