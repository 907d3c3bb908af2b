namespace Hypercall.Verification;

/// <summary>A field of an entry of the state.</summary>
internal readonly record struct StateField(string Entry, string Name);
