namespace Hypercall.Engine.Domain;

/// <summary>An invariant of the state does not hold: a defect of the engine, never a bad command.</summary>
public sealed class EngineInvariantException(string message) : InvalidOperationException(message)
{
    /// <summary>Demands what must hold, or the engine has a defect.</summary>
    internal static void Require(bool holds, string message)
    {
        if (!holds)
            throw new EngineInvariantException(message);
    }
}
