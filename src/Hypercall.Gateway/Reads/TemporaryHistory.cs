using Microsoft.Data.Sqlite;

namespace Hypercall.Gateway.Reads;

/// <summary>
/// A SQLite file that goes with the gateway. A lock that the system takes back from whoever dies stands beside it: a
/// gateway that starts deletes the files of those that were killed.
/// </summary>
internal sealed class TemporaryHistory(string file, FileStream held) : IDisposable
{
    private const string Name = "hypercall-history-";
    private const string LockSuffix = ".lock";
    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>The database.</summary>
    public string File => file;

    /// <summary>A new one, and an end to those that nobody holds.</summary>
    public static TemporaryHistory Create(string folder)
    {
        foreach (string left in Directory.GetFiles(folder, $"{Name}*{LockSuffix}"))
            DeleteUnlessHeld(left);
        string file = Path.Combine(folder, $"{Name}{Guid.NewGuid():n}.db");
        return new TemporaryHistory(file, Hold(file + LockSuffix, FileMode.CreateNew));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Delete(File);
        held.Dispose();
        System.IO.File.Delete(File + LockSuffix);
    }

    private static void DeleteUnlessHeld(string lockFile)
    {
        try
        {
            using FileStream held = Hold(lockFile, FileMode.Open);
            Delete(lockFile[..^LockSuffix.Length]);
            System.IO.File.Delete(lockFile);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Of a gateway that lives, or of another user.
        }
    }

    private static FileStream Hold(string lockFile, FileMode mode) =>
        new(lockFile, mode, FileAccess.ReadWrite, FileShare.None);

    private static void Delete(string file)
    {
        foreach (string suffix in Suffixes)
            System.IO.File.Delete(file + suffix);
    }
}
