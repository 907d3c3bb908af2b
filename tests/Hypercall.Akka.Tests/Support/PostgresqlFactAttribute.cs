namespace Hypercall.Actors.Tests.Support;

/// <summary>A test on a PostgreSQL server, skipped with the reason where tests/run.sh has started none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresqlFactAttribute : FactAttribute
{
    /// <summary>Names the variable with the connection string of a server that the tests may make databases on.</summary>
    public const string Variable = "HYPERCALL_TEST_POSTGRESQL";

    public PostgresqlFactAttribute()
    {
        if (ConnectionString is null)
            Skip = $"{Variable} names no PostgreSQL server; tests/run.sh starts one where it is installed";
    }

    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable(Variable);
}
