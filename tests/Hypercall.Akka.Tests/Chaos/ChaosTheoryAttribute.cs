namespace Hypercall.Actors.Tests.Chaos;

/// <summary>A test that breaks real nodes for minutes; it runs where <c>tests/run.sh --chaos</c> asks for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChaosTheoryAttribute : TheoryAttribute
{
    public const string Variable = "HYPERCALL_CHAOS";

    public ChaosTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            Skip = "breaks real nodes for minutes; tests/run.sh --chaos";
    }
}
