namespace Hypercall.Actors.Tests.Support;

/// <summary>A test on a PostgreSQL server of its own, skipped with the reason where none is installed or none is wanted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresqlServerFactAttribute : FactAttribute
{
    public PostgresqlServerFactAttribute()
    {
        if (PostgresqlServer.Binaries is null)
            Skip = "no PostgreSQL server is installed (Debian: postgresql)";
        else if (PostgresqlFactAttribute.ConnectionString is null)
            Skip = $"{PostgresqlFactAttribute.Variable} names no PostgreSQL server: tests on databases are not wanted";
    }
}
