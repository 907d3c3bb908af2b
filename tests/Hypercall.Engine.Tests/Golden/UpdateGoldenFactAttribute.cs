namespace Hypercall.Engine.Tests.Golden;

/// <summary>A fact that runs only when HYPERCALL_UPDATE_GOLDEN is 1, and is shown as skipped otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UpdateGoldenFactAttribute : FactAttribute
{
    private const string Variable = "HYPERCALL_UPDATE_GOLDEN";

    public UpdateGoldenFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            Skip = $"writes the golden files anew; set {Variable}=1";
    }
}
