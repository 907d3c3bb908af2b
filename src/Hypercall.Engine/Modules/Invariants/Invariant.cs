namespace Hypercall.Engine.Modules.Invariants;

/// <summary>What must hold, or the engine has a defect.</summary>
internal static class Invariant
{
    public static void Require(bool holds, string message)
    {
        if (!holds)
            throw new EngineInvariantException(message);
    }
}
