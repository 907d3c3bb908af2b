namespace Hypercall.Engine.Shapes;

/// <summary>How many bytes of UTF-8 the canonical encoding holds: more than the engine accepts.</summary>
internal static class TextLimits
{
    /// <summary>Most bytes of a symbol or an underlying.</summary>
    public const int MaxSymbolBytes = 128;

    /// <summary>Most bytes of a client id; at least one.</summary>
    public const int MaxClientIdBytes = 4096;

    /// <summary>Most bytes of a tier's name.</summary>
    public const int MaxTierBytes = 256;

    /// <summary>Most bytes of a scenario's id in a rule set.</summary>
    public const int MaxScenarioIdBytes = 256;
}
