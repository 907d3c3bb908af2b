namespace Hypercall.Views.Portfolio;

/// <summary>A position; in a change, size 0 says that it is flat now.</summary>
/// <param name="Size">Signed contracts.</param>
/// <param name="EntryPrice">Average entry price; 0 where flat.</param>
public readonly record struct PositionLine(string Symbol, Quantity Size, Price EntryPrice);
