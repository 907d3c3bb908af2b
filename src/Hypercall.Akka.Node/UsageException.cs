namespace Hypercall.Akka.Node;

/// <summary>An argument, setting or input that cannot be used: ends the verb with one line and exit code 2.</summary>
/// <param name="message">Where and what.</param>
internal sealed class UsageException(string message) : Exception(message);
