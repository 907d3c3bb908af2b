using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Chaos;

/// <summary>On which database, and how often: everything is done at least three times.</summary>
public static class ChaosCases
{
    public const string Sqlite = "SQLite";
    public const string Postgresql = "PostgreSQL";

    private const string RoundsVariable = "HYPERCALL_CHAOS_ROUNDS";
    private const int DefaultRounds = 3;

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable(RoundsVariable), out int rounds) ? rounds : DefaultRounds;

    /// <summary>Every database that there is, in rounds.</summary>
    public static TheoryData<string, int> Databases => Of(
        PostgresqlFactAttribute.ConnectionString is null ? [Sqlite] : [Sqlite, Postgresql]);

    /// <summary>PostgreSQL alone; where there is none, one case that says so and fails.</summary>
    public static TheoryData<string, int> PostgresqlOnly => Of(Postgresql);

    private static TheoryData<string, int> Of(params string[] databases)
    {
        var cases = new TheoryData<string, int>();
        foreach (string database in databases)
        {
            for (int round = 1; round <= Rounds; round++)
                cases.Add(database, round);
        }

        return cases;
    }
}
