namespace Hypercall.Proofs.Tests.Laws;

/// <summary>A sequence of commands after which something does not hold that must.</summary>
internal sealed class BrokenLawException(string message, Exception? inner = null) : Exception(message, inner);
