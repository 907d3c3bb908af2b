using System.Data.Common;
using Akka.Configuration;

namespace Hypercall.Actors.Tests.Support;

/// <summary>Where a test's actor system keeps its journal; it goes with the test, once the system has ended.</summary>
internal abstract class TestDatabase : IDisposable
{
    /// <summary>Where the tools find it: a folder, or a connection string.</summary>
    public abstract string Location { get; }

    /// <summary>The settings of a system on it, and those of a test's own.</summary>
    public abstract Config Settings(string more = "");

    /// <summary>An open connection to the tables of a kind, <c>journal</c> or <c>snapshot</c>.</summary>
    public abstract DbConnection Connect(string table = "journal");

    public abstract void Dispose();
}
