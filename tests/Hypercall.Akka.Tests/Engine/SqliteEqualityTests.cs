using Hypercall.Akka.Tests.Support;
using Hypercall.Node.Tests.Support;

namespace Hypercall.Akka.Tests.Engine;

public sealed class SqliteEqualityTests : HostEqualityTests
{
    private readonly TemporaryDirectory _directory;

    public SqliteEqualityTests()
        : this(new TemporaryDirectory())
    {
    }

    private SqliteEqualityTests(TemporaryDirectory directory)
        : base(TestConfig.Sqlite(directory.Path)) => _directory = directory;

    protected override void AfterAll()
    {
        base.AfterAll();
        _directory.Dispose();
    }
}
