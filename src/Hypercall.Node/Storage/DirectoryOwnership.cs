namespace Hypercall.Node.Storage;

/// <summary>
/// The one owner of a journal directory: an exclusive lock on <c>owner.lock</c> that the operating system frees when
/// the process ends, however it ends. Who holds it stands in <c>owner.txt</c> (the locked file itself cannot be read
/// by others). Held by the node for life, and by tools that write.
/// </summary>
public sealed class DirectoryOwnership : IDisposable
{
    internal const string LockFileName = "owner.lock";
    internal const string DescriptionFileName = "owner.txt";

    private readonly FileStream _lock;

    private DirectoryOwnership(string directory, FileStream lockFile)
    {
        Directory = directory;
        _lock = lockFile;
    }

    /// <summary>The directory, as a full path.</summary>
    public string Directory { get; }

    /// <summary>Takes the directory, creating it where it does not exist.</summary>
    /// <exception cref="JournalOwnedException">Another process, or another owner in this one, holds it.</exception>
    /// <exception cref="JournalIoException">The directory cannot be created or written.</exception>
    public static DirectoryOwnership Acquire(string directory)
    {
        string full = Path.GetFullPath(directory);
        try
        {
            System.IO.Directory.CreateDirectory(full);
            FileStream lockFile = OpenLock(full);
            try
            {
                File.WriteAllText(Path.Combine(full, DescriptionFileName), OwnerDescription.OfThisProcess().ToText());
                return new DirectoryOwnership(full, lockFile);
            }
            catch
            {
                lockFile.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalIoException(full, exception.Message, exception);
        }
    }

    /// <summary>Gives the directory up.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream OpenLock(string directory)
    {
        string path = Path.Combine(directory, LockFileName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && File.Exists(path))
        {
            throw new JournalOwnedException(directory, ReadDescription(directory), exception);
        }
    }

    private static OwnerDescription? ReadDescription(string directory)
    {
        string path = Path.Combine(directory, DescriptionFileName);
        return File.Exists(path) ? OwnerDescription.FromText(File.ReadAllText(path)) : null;
    }
}
