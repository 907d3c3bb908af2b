using Hypercall.Engine.Domain;

namespace Hypercall.History;

/// <summary>What a wallet realized on a symbol, by fills and settlements, fees left out.</summary>
/// <param name="Events">How many of them there were.</param>
public sealed record RealizedRow(string Symbol, Cash Pnl, int Events);
