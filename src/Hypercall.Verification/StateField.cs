namespace Hypercall.Verification;

/// <summary>A field of an entry of the state.</summary>
/// <param name="Name">The field.</param>
internal readonly record struct StateField(string Entry, string Name);
