using Akka.Actor;
using Akka.Configuration;
using Hypercall.Actors.Hosting;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;

namespace Hypercall.Actors.Tests.Hosting;

/// <summary>One owner of a folder of SQLite files, or one cluster. (Other processes: JournalTests of the tools.)</summary>
public sealed class FolderOwnershipTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_second_owner_is_refused_by_name_and_process_id()
    {
        using FolderOwnership first = FolderOwnership.Acquire(_directory.Path, "host-a");

        string message = Assert.Throws<FolderOwnedException>(
            () => FolderOwnership.Acquire(_directory.Path, "host-b")).Message;

        Assert.Equal(
            $"the journal in '{_directory.Path}' is owned by process {Environment.ProcessId}, host host-a", message);
    }

    [Fact]
    public void A_folder_that_was_given_up_can_be_taken_again()
    {
        FolderOwnership.Acquire(_directory.Path, "host-a").Dispose();
        FolderOwnership.Acquire(_directory.Path, "host-b").Dispose();
    }

    [Fact]
    public void Members_of_a_cluster_hold_it_together_and_others_not_beside_them()
    {
        using (FolderOwnership.Acquire(_directory.Path, "node-1", isShared: true))
        using (FolderOwnership.Acquire(_directory.Path, "node-2", isShared: true))
        {
            Assert.Throws<FolderOwnedException>(() => FolderOwnership.Acquire(_directory.Path, "alone"));
        }

        using FolderOwnership alone = FolderOwnership.Acquire(_directory.Path, "alone");
        Assert.Throws<FolderOwnedException>(
            () => FolderOwnership.Acquire(_directory.Path, "node-1", isShared: true));
    }

    [Fact]
    public void A_member_that_has_gone_is_not_named_for_those_that_are_there()
    {
        using FolderOwnership member = FolderOwnership.Acquire(_directory.Path, "node-1", isShared: true);
        File.WriteAllText(_directory.File(FolderOwnership.DescriptionFileName), $"{int.MaxValue} node-2\n");

        string message = Assert.Throws<FolderOwnedException>(
            () => FolderOwnership.Acquire(_directory.Path, "alone")).Message;

        Assert.Equal($"the journal in '{_directory.Path}' is owned by another process", message);
    }

    /// <summary>A program that runs cannot be opened for writing, by root neither.</summary>
    [Fact]
    public void A_file_that_cannot_be_written_is_no_other_owner()
    {
        string file = Path.Combine(_directory.Path, FolderOwnership.LockFileName);
        File.CreateSymbolicLink(file, Environment.ProcessPath!);

        IOException refused = Assert.Throws<IOException>(() => FolderOwnership.Acquire(_directory.Path, "host"));

        Assert.Contains(file, refused.Message);
    }

    /// <summary>What a system holds already it does not refuse itself, and gives up at its end.</summary>
    [Fact]
    public async Task A_system_adds_skip_records_one_after_the_other_to_its_own_folder()
    {
        ActorSystem system = ActorSystem.Create("offline", TestConfig.Sqlite(_directory.Path));
        try
        {
            Assert.Null(await OfflineSkips.AddAsync(system, new SkipCommand("main", 1, 5, "divides by zero")));
            Assert.Null(await OfflineSkips.AddAsync(system, new SkipCommand("main", 2, 6, "divides by zero")));
            Assert.Throws<FolderOwnedException>(() => FolderOwnership.Acquire(_directory.Path, "another"));
        }
        finally
        {
            await system.Terminate();
        }

        FolderOwnership.Acquire(_directory.Path, "another").Dispose();
    }

    [Fact]
    public async Task A_second_system_on_a_folder_does_not_start_until_the_first_has_ended()
    {
        Config config = TestConfig.Sqlite(_directory.Path);
        ActorSystem first = ActorSystem.Create("first", config);
        ActorSystem second = ActorSystem.Create("second", config);
        try
        {
            HypercallSystem.Prepare(first);
            Assert.Throws<FolderOwnedException>(() => HypercallSystem.Prepare(second));
        }
        finally
        {
            await first.Terminate();
            await second.Terminate();
        }

        ActorSystem third = ActorSystem.Create("third", config);
        HypercallSystem.Prepare(third);
        await third.Terminate();
    }
}
