namespace Hypercall.Engine.Domain;

/// <summary>The volatility smile of one expiry.</summary>
/// <param name="ExpiryDate">Date as YYYYMMDD.</param>
/// <param name="ExpiryMs">
/// When it passes: the expiry instant under the rules when it was set or, where later, of an instrument then alive.
/// </param>
/// <param name="UpdatedAtMs">When it was set.</param>
/// <param name="Points">Ascending by strike.</param>
internal sealed record VolatilitySmile(int ExpiryDate, long ExpiryMs, long UpdatedAtMs, VolatilityPoint[] Points);
