namespace Hypercall.Cli;

/// <summary>A journal cannot be used or the node on it cannot go on. Exit code 3.</summary>
internal sealed class JournalUnusableException(string message) : Exception(message);
