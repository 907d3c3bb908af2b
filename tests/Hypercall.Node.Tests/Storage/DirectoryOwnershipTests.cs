using Hypercall.Node.Storage;
using Hypercall.Node.Tests.Support;

namespace Hypercall.Node.Tests.Storage;

public sealed class DirectoryOwnershipTests
{
    [Fact]
    public void A_second_owner_in_the_same_process_is_refused_by_name()
    {
        using var directory = new TemporaryDirectory();
        using DirectoryOwnership first = DirectoryOwnership.Acquire(directory.Path);

        var refused = Assert.Throws<JournalOwnedException>(() => DirectoryOwnership.Acquire(directory.Path));

        Assert.Equal(directory.Path, refused.Directory);
        Assert.Equal(Environment.ProcessId, refused.OwnerProcessId);
        Assert.Contains(directory.Path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_was_given_up_can_be_taken_again()
    {
        using var directory = new TemporaryDirectory();
        DirectoryOwnership.Acquire(directory.Path).Dispose();

        using DirectoryOwnership second = DirectoryOwnership.Acquire(directory.Path);

        Assert.Equal(directory.Path, second.Directory);
    }

    [Fact]
    public void Another_process_is_refused_and_told_who_owns_it()
    {
        using var directory = new TemporaryDirectory();
        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(directory.Path);
        using ChildProcess child = ChildProcess.Start(ChildProgram.OwnVerb, directory.Path);

        string output = child.ReadToEnd();

        Assert.Equal(3, child.Finish());
        Assert.Contains($"owned by process {Environment.ProcessId} ", output, StringComparison.Ordinal);
        Assert.Contains(directory.Path, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_owner_leaves_the_directory_free()
    {
        using var directory = new TemporaryDirectory();
        using ChildProcess child = ChildProcess.Start(ChildProgram.OwnVerb, directory.Path);
        Assert.Equal("owned", child.ReadLine());
        var refused = Assert.Throws<JournalOwnedException>(() => DirectoryOwnership.Acquire(directory.Path));
        Assert.Equal(child.Id, refused.OwnerProcessId);

        child.Kill();

        using DirectoryOwnership ownership = DirectoryOwnership.Acquire(directory.Path);
        Assert.Equal(directory.Path, ownership.Directory);
    }
}
