namespace Hypercall.Views.Portfolio;

/// <summary>An open order, with what is published of it.</summary>
/// <param name="Filled">Filled so far.</param>
public readonly record struct OpenOrderLine(
    long OrderId,
    string? ClientId,
    string Symbol,
    Side Side,
    Price Price,
    Quantity Size,
    Quantity Filled,
    OrderStatus Status);
