namespace Hypercall.Gateway.Tests.Hostile;

/// <summary>A test that attacks a real node for minutes; it runs where <c>tests/run.sh --hostile</c> asks for
/// it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HostileFactAttribute : FactAttribute
{
    public const string Variable = "HYPERCALL_HOSTILE";

    public HostileFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            Skip = "attacks a real node for minutes; tests/run.sh --hostile";
    }
}
