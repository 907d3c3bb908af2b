using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hypercall.Actors.Hosting;

/// <summary>
/// The owner of a folder of SQLite files: a lock on <c>owner.lock</c> that the operating system frees when the process
/// ends, however it ends. Who holds it stands in <c>owner.txt</c> (the locked file itself cannot be read by others). A
/// host without a cluster holds it alone; the members of a cluster hold it together.
/// </summary>
public sealed class FolderOwnership : IDisposable
{
    internal const string LockFileName = "owner.lock";
    internal const string DescriptionFileName = "owner.txt";

    /// <summary>What a lock that another process has makes of an open: of Linux, macOS and Windows.</summary>
    private static readonly int[] Locked = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _lock;

    private FolderOwnership(FileStream lockFile) => _lock = lockFile;

    /// <summary>Takes a folder, creating it where it does not exist.</summary>
    /// <param name="isShared">True for a member of a cluster.</param>
    /// <exception cref="FolderOwnedException">Another host holds it.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not create or write it.</exception>
    public static FolderOwnership Acquire(string folder, string hostId, bool isShared = false)
    {
        string full = Path.GetFullPath(folder);
        Directory.CreateDirectory(full);
        FileStream lockFile = OpenLock(full, isShared);
        try
        {
            File.WriteAllText(
                Path.Combine(full, DescriptionFileName),
                string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {hostId}\n"));
            return new FolderOwnership(lockFile);
        }
        catch
        {
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Takes the folders of a system's SQLite files until the system has ended; those that it has, it
    /// keeps.</summary>
    /// <param name="system">The system; with another journal it takes none.</param>
    /// <exception cref="FolderOwnedException">Another host holds one.</exception>
    internal static void Hold(ActorSystem system, string hostId)
    {
        Config config = system.Settings.Config;
        bool isMember = IsMember(config);
        HeldFolders held = HeldFolders.Of(system);
        foreach (string folder in Folders(config).Distinct(StringComparer.Ordinal))
            held.Hold(folder, () => Acquire(folder, hostId, isMember));
    }

    /// <summary>Refuses a start that <see cref="Hold"/> would refuse, before there is a system.</summary>
    /// <exception cref="FolderOwnedException">Another host holds a folder.</exception>
    internal static void RefuseOwned(Config config, string hostId)
    {
        bool isMember = IsMember(config);
        foreach (string folder in Folders(config).Distinct(StringComparer.Ordinal))
            Acquire(folder, hostId, isMember).Dispose();
    }

    /// <summary>Gives the folder up.</summary>
    public void Dispose() => _lock.Dispose();

    private static bool IsMember(Config config) => HypercallConfig.ReadRoles(new SettingReader(config)).Count > 0;

    private static IEnumerable<string> Folders(Config config)
    {
        foreach (string plugin in new[] { "hypercall.journal.sqlite", "hypercall.snapshots.sqlite" })
        {
            string path = plugin + ".connection-string";
            if (!config.HasPath(path))
                continue;
            var settings = new SqliteConnectionStringBuilder(config.GetString(path));
            if (settings.Mode != SqliteOpenMode.Memory && settings.DataSource is not ("" or ":memory:"))
                yield return Path.GetDirectoryName(Path.GetFullPath(settings.DataSource))!;
        }
    }

    private static FileStream OpenLock(string folder, bool isShared)
    {
        string path = Path.Combine(folder, LockFileName);
        try
        {
            return isShared
                ? new FileStream(Existing(path), FileMode.Open, FileAccess.Read, FileShare.Read)
                : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (Locked.Contains(exception.HResult))
        {
            throw new FolderOwnedException(folder, Owner(folder), exception);
        }
    }

    /// <summary>
    /// Made apart from being locked: what makes a file must write, and a writer's lock is not shared.
    /// </summary>
    private static string Existing(string path)
    {
        if (!File.Exists(path))
            File.WriteAllBytes(path, []);
        return path;
    }

    /// <summary>Of members that share a folder the last to come is known; null once it has gone.</summary>
    private static string? Owner(string folder)
    {
        string path = Path.Combine(folder, DescriptionFileName);
        string[] parts = File.Exists(path) ? File.ReadAllText(path).Trim().Split(' ', 2) : [];
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && Lives(process)
            ? $"process {parts[0]}, host {parts[1]}"
            : null;
    }

    private static bool Lives(int process)
    {
        try
        {
            Process.GetProcessById(process).Dispose();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>Another host owns a folder of SQLite files: the start ends.</summary>
public sealed class FolderOwnedException : Exception
{
    internal FolderOwnedException(string folder, string? owner, Exception inner)
        : base($"the journal in '{folder}' is owned by {owner ?? "another process"}", inner)
    {
    }
}
