namespace Hypercall.Engine.Domain;

/// <summary>The engine's time: milliseconds since 1970-01-01T00:00Z.</summary>
public static class Instant
{
    /// <summary>Greatest time the engine knows: 9999-12-31T23:59:59.999Z.</summary>
    public const long MaxMs = 253_402_300_799_999;
}
