using Hypercall.Gateway.Reads;

namespace Hypercall.Gateway.Tests;

/// <summary>Files of histories that go with a gateway.</summary>
public sealed class TemporaryHistoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hypercall-temporary-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_a_killed_gateway_left_is_deleted_and_what_a_living_one_has_is_not()
    {
        using TemporaryHistory living = TemporaryHistory.Create(_folder.FullName);
        File.WriteAllText(living.File, "living");
        string dead = Path.Combine(_folder.FullName, "hypercall-history-dead.db");
        foreach (string suffix in (string[])["", "-wal", "-shm", ".lock"])
            File.WriteAllText(dead + suffix, "dead");

        using (TemporaryHistory next = TemporaryHistory.Create(_folder.FullName))
            File.WriteAllText(next.File, "next");

        Assert.Equal(
            [Path.GetFileName(living.File), Path.GetFileName(living.File) + ".lock"],
            _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));
    }
}
